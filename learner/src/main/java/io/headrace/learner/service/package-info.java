/** The adapter: Kafka in and out, the transaction of a step, heartbeats and lifecycle. */
@NullMarked
package io.headrace.learner.service;

import org.jspecify.annotations.NullMarked;
