/** Kafka clients set up for a run: topics, producers, consumers, dead letters. */
@NullMarked
package io.headrace.pipeline.kafka;

import org.jspecify.annotations.NullMarked;
