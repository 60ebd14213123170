package io.headrace.learner.step;

import io.headrace.learner.batch.TraceGroup;
import io.headrace.learner.batch.TrainingTrace;
import java.util.List;
import java.util.Map;

/**
 * The difference between the learner's log-probs at batch start and those that the workers recorded
 * when they sampled the tokens.
 *
 * <p>Between equal versions and precisions it is near 0; more means stale weights, another
 * temperature or mask, or a worker that samples from other weights than it reports.
 *
 * @param meanAbsolute mean of |log π - log μ| over trained tokens, nats
 * @param largest the largest of them
 * @param entropy mean of -log π over trained tokens, nats: an estimate of the policy's entropy
 */
record TrainInferenceMismatch(double meanAbsolute, double largest, double entropy) {

  static TrainInferenceMismatch of(List<TraceGroup> groups, List<List<float[]>> old) {
    double absolute = 0;
    double largest = 0;
    double entropy = 0;
    long tokens = 0;
    for (int group = 0; group < groups.size(); group++) {
      List<TrainingTrace> traces = groups.get(group).traces();
      for (int trace = 0; trace < traces.size(); trace++) {
        float[] rollout = traces.get(trace).rolloutLogProbs();
        float[] current = old.get(group).get(trace);
        boolean[] mask = traces.get(trace).mask();
        for (int token = 0; token < rollout.length; token++) {
          if (!mask[token]) {
            continue;
          }
          double gap = Math.abs(current[token] - rollout[token]);
          absolute += gap;
          largest = Math.max(largest, gap);
          entropy -= current[token];
          tokens++;
        }
      }
    }
    double count = Math.max(1, tokens);
    return new TrainInferenceMismatch(absolute / count, largest, entropy / count);
  }

  Map<String, Double> metrics() {
    return Map.of(
        "train_inference_mismatch_mean", meanAbsolute,
        "train_inference_mismatch_largest", largest,
        "entropy_mean", entropy);
  }
}
