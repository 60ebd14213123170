package io.headrace.reward.streams;

import io.headrace.pipeline.event.EventCodec;
import io.headrace.reward.preference.PairRule;

/**
 * The resources of the selection of preference pairs.
 *
 * @param run the run's id
 * @param rule the rule that selects the pairs
 * @param codec the events' encoding
 * @param metrics its metrics
 * @param maxEventBytes maximum size of a dead letter; a larger one does not contain the record
 */
record PairResources(
    String run, PairRule rule, EventCodec codec, PairMetrics metrics, int maxEventBytes) {}
