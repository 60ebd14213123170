/**
 * The assembler's adapter to Kafka Streams: topology, processor, stores and output. Decisions are
 * in {@code io.headrace.reward.assembly}.
 */
@NullMarked
package io.headrace.reward.streams;

import org.jspecify.annotations.NullMarked;
