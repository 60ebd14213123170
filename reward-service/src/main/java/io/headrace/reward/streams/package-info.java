/**
 * The assembler on Kafka Streams: stores, topology, service.
 *
 * <p>A thin adapter: what to do with an event is decided in {@code io.headrace.reward.assembly}.
 */
@NullMarked
package io.headrace.reward.streams;

import org.jspecify.annotations.NullMarked;
