package io.headrace.learner.objective;

import io.headrace.learner.objective.advantage.NoAdvantage;
import io.headrace.learner.objective.aggregation.TokenMean;
import io.headrace.learner.objective.policyloss.NegativeLogLikelihood;

/**
 * Supervised fine-tuning: the mean cross-entropy of the response tokens,
 *
 * <pre>  L = -(1/N) Σ_traces Σ_t log π(token t),   N = trained tokens of the optimizer update
 * </pre>
 */
public final class SftObjective {

  /** The name in {@code StepCompleted.objective}. */
  public static final String NAME = "sft";

  private SftObjective() {}

  /** The objective. */
  public static Objective create() {
    return Objective.of(NAME, new NoAdvantage(), new NegativeLogLikelihood(), new TokenMean());
  }
}
