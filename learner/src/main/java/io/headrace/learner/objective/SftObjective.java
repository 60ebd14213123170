package io.headrace.learner.objective;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;

/**
 * Supervised fine-tuning: the mean cross-entropy of the response tokens,
 *
 * <pre>  L = -(1/N) Σ_traces Σ_t log π(token t),   N = response tokens of the optimizer update
 * </pre>
 *
 * <p>Prompt and padding carry no loss. The mean is over tokens of the whole optimizer update, so a
 * long demonstration counts for more than a short one and micro-batches simply add up.
 */
public record SftObjective() implements Objective {

  /** The name in {@code StepCompleted.objective}. */
  public static final String NAME = "sft";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean usesReference() {
    return false;
  }

  @Override
  public List<TraceAdvantage> credits(List<GroupRewards> groups) {
    long tokens = groups.stream().flatMapToInt(group -> Arrays.stream(group.tokens())).sum();
    TraceAdvantage credit = new TraceAdvantage(0, 1.0 / tokens);
    return groups.stream()
        .flatMapToInt(group -> Arrays.stream(group.tokens()))
        .mapToObj(length -> credit)
        .toList();
  }

  @Override
  public NDArray loss(TraceRows rows) {
    NDArray perTrace = rows.logProbs().mul(rows.mask()).sum(new int[] {1}); // [B]
    return perTrace.mul(rows.weight()).sum().neg();
  }

  @Override
  public double traceLoss(double[] logProbs, double[] reference, TraceAdvantage credit) {
    return -credit.weight() * Arrays.stream(logProbs).sum();
  }

  @Override
  public double[] traceGradient(double[] logProbs, double[] reference, TraceAdvantage credit) {
    double[] gradient = new double[logProbs.length];
    Arrays.fill(gradient, -credit.weight());
    return gradient;
  }
}
