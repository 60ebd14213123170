/** A rollout backend over HTTP with its inference server, to test workers against. */
@NullMarked
package io.headrace.rollout.http;

import org.jspecify.annotations.NullMarked;
