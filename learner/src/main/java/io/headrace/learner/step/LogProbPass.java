package io.headrace.learner.step;

import io.headrace.learner.batch.TrainingTrace;
import io.headrace.learner.packing.MicroBatch;
import io.headrace.learner.packing.MicroBatchPacker;
import io.headrace.policy.program.PolicyParameters;
import io.headrace.policy.program.PolicyProgram;
import io.headrace.policy.program.TokenNumbers;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * A forward pass without gradients: the log-probs of traces under some weights, those at batch
 * start or those of a frozen reference model, and the values at batch start.
 *
 * <p>They are computed with the learner's own arithmetic and not taken from the workers, so that
 * the log-ratio before the first update is 0 up to the shape of the micro-batches.
 */
final class LogProbPass {

  private LogProbPass() {}

  /**
   * Log-probs and values, each per trace an array with one number per response token.
   *
   * @param logProbs nats
   * @param values in units of reward
   */
  record Numbers(List<float[]> logProbs, List<float[]> values) {}

  /** Per trace the log-prob of each response token, in the order of the traces. */
  static List<float[]> of(
      PolicyProgram program,
      PolicyParameters parameters,
      MicroBatchPacker packer,
      List<TrainingTrace> traces) {
    float[][] logProbs = new float[traces.size()][];
    forEach(
        packer,
        traces,
        (microBatch, layout) ->
            place(
                microBatch,
                layout,
                program.logProbValues(parameters, layout.tokens(), layout.temperatures()),
                logProbs));
    return Arrays.asList(logProbs);
  }

  /** Log-probs and values of the traces in one pass, in the order of the traces. */
  static Numbers withValues(
      TrainableModel model, MicroBatchPacker packer, List<TrainingTrace> traces) {
    float[][] logProbs = new float[traces.size()][];
    float[][] values = new float[traces.size()][];
    forEach(
        packer,
        traces,
        (microBatch, layout) -> {
          TokenNumbers numbers = model.logProbsAndValues(layout);
          place(microBatch, layout, numbers.logProbs(), logProbs);
          place(microBatch, layout, numbers.values(), values);
        });
    return new Numbers(Arrays.asList(logProbs), Arrays.asList(values));
  }

  private static void forEach(
      MicroBatchPacker packer,
      List<TrainingTrace> traces,
      BiConsumer<MicroBatch, RowLayout> action) {
    int[] lengths = traces.stream().mapToInt(TrainingTrace::length).toArray();
    for (MicroBatch microBatch : packer.pack(lengths)) {
      action.accept(microBatch, RowLayout.of(microBatch, traces));
    }
  }

  private static void place(
      MicroBatch microBatch, RowLayout layout, float[][] rows, float[][] perTrace) {
    for (int row = 0; row < rows.length; row++) {
      perTrace[microBatch.traces().get(row)] = layout.gather(rows[row], row);
    }
  }
}
