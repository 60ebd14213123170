/** Kafka input and output, the transaction of a step, heartbeats and life cycle. */
@NullMarked
package io.headrace.learner.service;

import org.jspecify.annotations.NullMarked;
