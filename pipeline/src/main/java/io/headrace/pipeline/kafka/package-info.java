/** Kafka clients of a run, and its topics, share groups, dead letters and broker failures. */
@NullMarked
package io.headrace.pipeline.kafka;

import org.jspecify.annotations.NullMarked;
