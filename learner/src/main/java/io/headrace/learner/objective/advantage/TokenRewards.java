package io.headrace.learner.objective.advantage;

import io.headrace.learner.batch.RewardedTrace;
import io.headrace.learner.batch.TokenInput;
import io.headrace.learner.objective.divergence.KlEstimator;
import java.util.Set;

/**
 * The rewards of the tokens of a trace: the trace's reward at its last trained token, and at each
 * trained token a penalty for the distance to the reference model (arXiv 1909.08593, equation 2),
 *
 * <pre>  r_t = -beta KL_t(π || π_ref) + [t is the last] reward </pre>
 *
 * @param beta factor of the penalty, at least 0; 0 for none
 * @param estimator of the divergence
 * @param policy the log-probs of π: those at batch start, or in bypass mode those of the rollout
 */
public record TokenRewards(double beta, KlEstimator estimator, TokenInput policy) {

  /** Without a penalty. */
  public static final TokenRewards WITHOUT_PENALTY =
      new TokenRewards(0, KlEstimator.K1, TokenInput.OLD_LOG_PROBS);

  /** Checks the factor. */
  public TokenRewards {
    if (!(beta >= 0) || !Double.isFinite(beta)) {
      throw new IllegalArgumentException("beta must be a finite number of at least 0, not " + beta);
    }
  }

  /** What the penalty reads. */
  Set<TokenInput> inputs() {
    return beta == 0 ? Set.of() : Set.of(policy, TokenInput.REFERENCE_LOG_PROBS);
  }

  /** One per response token; 0 on tokens that are not trained on. */
  double[] of(RewardedTrace trace) {
    double[] rewards = new double[trace.tokens()];
    int last = -1;
    for (int token = 0; token < rewards.length; token++) {
      if (trace.mask()[token]) {
        rewards[token] = beta == 0 ? 0 : -beta * divergence(trace, token);
        last = token;
      }
    }
    if (last >= 0) {
      rewards[last] += trace.reward();
    }
    return rewards;
  }

  private double divergence(RewardedTrace trace, int token) {
    return estimator.of(
        trace.input(policy)[token] - trace.input(TokenInput.REFERENCE_LOG_PROBS)[token]);
  }
}
