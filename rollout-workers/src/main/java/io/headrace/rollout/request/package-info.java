/**
 * Decisions about requests, in plain Java: whether a record is sampled, when a job ends without its
 * samples, how its record is acknowledged, and the token rate. Times are passed in.
 */
@NullMarked
package io.headrace.rollout.request;

import org.jspecify.annotations.NullMarked;
