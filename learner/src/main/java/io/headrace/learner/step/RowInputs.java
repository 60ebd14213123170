package io.headrace.learner.step;

import io.headrace.learner.objective.advantage.TraceAdvantage;
import io.headrace.learner.packing.MicroBatch;
import java.util.List;
import java.util.Optional;

/**
 * The inputs of an optimizer update or a micro-batch besides tokens, one entry per trace.
 *
 * @param advantages of each trace
 * @param old log-probs of the response under the weights at batch start; absent while the current
 *     weights are those, and where no term reads them
 * @param reference log-probs of the response under the reference model; absent where no term reads
 *     them
 * @param oldValues the value function at batch start; absent where nothing reads it
 */
record RowInputs(
    List<TraceAdvantage> advantages,
    Optional<List<float[]>> old,
    Optional<List<float[]>> reference,
    Optional<List<float[]>> oldValues) {

  /** The entries of a micro-batch, in the order of its rows. */
  RowInputs of(MicroBatch microBatch) {
    return new RowInputs(
        select(microBatch, advantages),
        old.map(all -> select(microBatch, all)),
        reference.map(all -> select(microBatch, all)),
        oldValues.map(all -> select(microBatch, all)));
  }

  private static <T> List<T> select(MicroBatch microBatch, List<T> perTrace) {
    return microBatch.traces().stream().map(perTrace::get).toList();
  }
}
