package io.headrace.learner.step;

import io.headrace.learner.batch.TrainingTrace;
import io.headrace.learner.packing.MicroBatch;
import io.headrace.learner.packing.MicroBatchPacker;
import io.headrace.policy.program.PolicyParameters;
import io.headrace.policy.program.PolicyProgram;
import java.util.Arrays;
import java.util.List;

/**
 * A forward pass without gradients: the log-probs of traces under some weights, those at batch
 * start or those of a frozen reference model.
 *
 * <p>They are computed with the learner's own arithmetic and not taken from the workers, so that
 * the log-ratio before the first update is 0 up to the shape of the micro-batches.
 */
final class LogProbPass {

  private LogProbPass() {}

  /** Per trace the log-prob of each response token, in the order of the traces. */
  static List<float[]> of(
      PolicyProgram program,
      PolicyParameters parameters,
      MicroBatchPacker packer,
      List<TrainingTrace> traces) {
    float[][] logProbs = new float[traces.size()][];
    int[] lengths = traces.stream().mapToInt(TrainingTrace::length).toArray();
    for (MicroBatch microBatch : packer.pack(lengths)) {
      RowLayout layout = RowLayout.of(microBatch, traces);
      float[][] rows = program.logProbValues(parameters, layout.tokens(), layout.temperatures());
      for (int row = 0; row < rows.length; row++) {
        logProbs[microBatch.traces().get(row)] = layout.gather(rows[row], row);
      }
    }
    return Arrays.asList(logProbs);
  }
}
