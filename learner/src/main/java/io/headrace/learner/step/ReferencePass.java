package io.headrace.learner.step;

import io.headrace.learner.batch.TrainingTrace;
import io.headrace.learner.packing.MicroBatch;
import io.headrace.learner.packing.MicroBatchPacker;
import io.headrace.policy.program.PolicyParameters;
import io.headrace.policy.program.PolicyProgram;
import java.util.Arrays;
import java.util.List;

/**
 * The log-probs of a batch under the weights at its start: the reference of mirror descent.
 *
 * <p>They are computed with the learner's own arithmetic and not taken from the workers, so that
 * the log-ratio before the first update is 0 up to the shape of the micro-batches.
 */
final class ReferencePass {

  private ReferencePass() {}

  /** Per trace the log-prob of each response token, in the order of the traces. */
  static List<float[]> of(
      PolicyProgram program,
      PolicyParameters parameters,
      MicroBatchPacker packer,
      List<TrainingTrace> traces) {
    float[][] reference = new float[traces.size()][];
    int[] lengths = traces.stream().mapToInt(TrainingTrace::length).toArray();
    for (MicroBatch microBatch : packer.pack(lengths)) {
      RowLayout layout = RowLayout.of(microBatch, traces);
      float[][] rows = program.logProbValues(parameters, layout.tokens(), layout.temperatures());
      for (int row = 0; row < rows.length; row++) {
        reference[microBatch.traces().get(row)] = layout.gather(rows[row], row);
      }
    }
    return Arrays.asList(reference);
  }
}
