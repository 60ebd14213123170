package io.headrace.learner.objective;

import io.headrace.learner.objective.advantage.GroupNormalizedAdvantage;
import io.headrace.learner.objective.aggregation.SequenceMean;
import io.headrace.learner.objective.aggregation.SequenceMean.Length;
import io.headrace.learner.objective.policyloss.ClippedSurrogate;
import io.headrace.learner.objective.regularizer.KlPenalty;
import io.headrace.learner.objective.regularizer.KlPenalty.Estimator;

/**
 * Group relative policy optimization (DeepSeekMath, arXiv 2402.03300, equation 3) with the paper's
 * aggregation over S traces:
 *
 * <pre>  L = (1/S) Σ_i (1/|o_i|) Σ_t [ l_t + beta k3_t ] </pre>
 */
public final class GrpoObjective {

  /** The name in {@code StepCompleted.objective}. */
  public static final String NAME = "grpo";

  private GrpoObjective() {}

  /**
   * The objective.
   *
   * @param clip the clipped surrogate {@code l_t}
   * @param beta factor of the penalty towards the reference model; with 0 no reference is computed
   */
  public static Objective of(ClippedSurrogate clip, double beta) {
    SequenceMean mean = new SequenceMean(new Length.Own());
    Objective policy = Objective.of(NAME, new GroupNormalizedAdvantage(), clip, mean);
    return beta == 0 ? policy : policy.with(beta, new KlPenalty(Estimator.K3), mean);
  }
}
