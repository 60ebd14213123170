package io.headrace.learner.objective.preference;

import ai.djl.ndarray.NDArray;

/**
 * A preference loss with the likelihood of the chosen responses beside it (arXiv 2404.19733,
 * equation 1; Llama 3, arXiv 2407.21783, section 4.1.4):
 *
 * <pre>  L = (1/P) Σ_pairs [ loss(delta) - likelihood · log π_θ(chosen) / |chosen| ] </pre>
 *
 * <p>Without the second term the log-probs of both responses may fall while the margin grows.
 *
 * @param loss of the margin
 * @param likelihood factor of the chosen responses' negative log-likelihood per token, at least 0
 */
public record PreferenceObjective(PreferenceLoss loss, double likelihood) {

  /** Checks the factor. */
  public PreferenceObjective {
    if (!(likelihood >= 0) || !Double.isFinite(likelihood)) {
      throw new IllegalArgumentException(
          "the factor of the likelihood must be a finite number of at least 0, not " + likelihood);
    }
  }

  /** The mean loss of the pairs, a scalar that carries gradient. */
  public NDArray mean(PairLogProbs pairs) {
    NDArray perPair = loss.perPair(pairs.margin()); // [P]
    return perPair.sub(pairs.chosen().div(pairs.chosenTokens()).mul(likelihood)).mean();
  }
}
