package io.headrace.learner.objective;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Online policy mirror descent as in Kimi k1.5 (arXiv 2501.12599, section 2.3.2, equation 3).
 *
 * <p>With {@code s_j = Σ_t log π(token t of trace j)}, {@code l_j = s_j - s_ref,j} the log-ratio of
 * the whole sequence and {@code a_j = r_j - b} the reward above the group's {@link Baseline}, the
 * squared form over the k traces of each of m groups is
 *
 * <pre>  L_sq = (1/m) Σ_groups (1/k) Σ_j (a_j - tau l_j)^2 </pre>
 *
 * and the gradient form, whose descent direction is equation 3, is
 *
 * <pre>  L_grad = -(1/m) Σ_groups (1/k) Σ_j [ a_j s_j - (tau/2) l_j^2 ] </pre>
 *
 * <p>The two have the same gradient up to the constant {@code 2 tau}. There is no importance ratio
 * and no clipping: the samples come from the reference itself, and the penalty is on the sequence,
 * not on tokens.
 *
 * @param form which of the two values is minimized and reported
 * @param baseline what rewards are compared with
 * @param tau strength of the pull towards the reference, in units of reward, above 0
 */
public record KimiObjective(Form form, Baseline baseline, double tau) implements Objective {

  /** The name in configuration. */
  public static final String NAME = "kimi-k1.5";

  /** The two losses that share one gradient direction. */
  public enum Form {
    /** The squared surrogate {@code L_sq}. */
    SQUARED,
    /** The loss whose gradient is equation 3, {@code L_grad}. */
    GRADIENT
  }

  /** Checks tau. */
  public KimiObjective {
    if (!(tau > 0) || !Double.isFinite(tau)) {
      throw new IllegalArgumentException("tau must be a finite number above 0, not " + tau);
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean usesReference() {
    return true;
  }

  @Override
  public List<TraceAdvantage> credits(List<GroupRewards> groups) {
    List<TraceAdvantage> credits = new ArrayList<>();
    for (GroupRewards group : groups) {
      double baselineReward = baseline.of(group.rewards(), tau);
      double weight = 1.0 / group.size() / groups.size();
      for (double reward : group.rewards()) {
        credits.add(new TraceAdvantage(reward - baselineReward, weight));
      }
    }
    return credits;
  }

  @Override
  public NDArray loss(TraceRows rows) {
    NDArray sequence = rows.logProbs().mul(rows.mask()).sum(new int[] {1}); // [B]
    NDArray reference = rows.reference().mul(rows.mask()).sum(new int[] {1}); // [B]
    NDArray logRatio = sequence.sub(reference); // [B]
    NDArray perTrace =
        switch (form) {
          case SQUARED -> rows.advantage().sub(logRatio.mul(tau)).square();
          case GRADIENT ->
              logRatio.square().mul(tau / 2).sub(rows.advantage().mul(sequence)); // [B]
        };
    return perTrace.mul(rows.weight()).sum();
  }

  @Override
  public double traceLoss(double[] logProbs, double[] reference, TraceAdvantage credit) {
    double sequence = Arrays.stream(logProbs).sum();
    double logRatio = sequence - Arrays.stream(reference).sum();
    double loss =
        switch (form) {
          case SQUARED -> Math.pow(credit.advantage() - tau * logRatio, 2);
          case GRADIENT -> tau / 2 * logRatio * logRatio - credit.advantage() * sequence;
        };
    return credit.weight() * loss;
  }

  @Override
  public double[] traceGradient(double[] logProbs, double[] reference, TraceAdvantage credit) {
    double logRatio = Arrays.stream(logProbs).sum() - Arrays.stream(reference).sum();
    double direction = tau * logRatio - credit.advantage();
    double scale = form == Form.SQUARED ? 2 * tau : 1;
    double[] gradient = new double[logProbs.length];
    Arrays.fill(gradient, credit.weight() * scale * direction);
    return gradient;
  }
}
