package io.headrace.learner.objective.preference;

import ai.djl.ndarray.NDArray;

/**
 * The loss of a reward model on pairs (Bradley and Terry, 1952; with margins LLaMA 2, arXiv
 * 2307.09288, equation 2):
 *
 * <pre>
 *   L = (1/P) Σ_pairs [ -log σ(r_chosen - r_rejected - m) + centring (r_chosen + r_rejected)^2 ]
 * </pre>
 *
 * <p>The second term keeps the rewards near 0, since the first knows only their difference (arXiv
 * 2312.09244).
 *
 * @param centring factor of the second term, at least 0
 */
public record BradleyTerryLoss(double centring) {

  /** Checks the factor. */
  public BradleyTerryLoss {
    if (!(centring >= 0) || !Double.isFinite(centring)) {
      throw new IllegalArgumentException(
          "the factor of centring must be a finite number of at least 0, not " + centring);
    }
  }

  /**
   * The mean loss of the pairs, a scalar that carries gradient.
   *
   * @param chosen [P] rewards of the preferred responses
   * @param rejected [P] rewards of the other responses
   * @param margins [P] m, at least 0; see {@link RatingMargin}
   */
  public NDArray mean(NDArray chosen, NDArray rejected, NDArray margins) {
    NDArray perPair = Softplus.ofNegative(chosen.sub(rejected).sub(margins)); // [P]
    return perPair.add(chosen.add(rejected).square().mul(centring)).mean();
  }
}
