/**
 * The adapter to Kafka Streams: topology, processor, stores and output of the assembler, and
 * topology and processor of the preference pairs. Decisions are in {@code
 * io.headrace.reward.assembly} and {@code io.headrace.reward.preference}.
 */
@NullMarked
package io.headrace.reward.streams;

import org.jspecify.annotations.NullMarked;
