package io.headrace.learner.objective.preference;

import ai.djl.ndarray.NDArray;

/**
 * The loss of pairs of responses by the margin of their implicit rewards (DPO, arXiv 2305.18290),
 *
 * <pre>  delta = (log π_θ(chosen) - log π_θ(rejected)) - (log π_ref(chosen) - log π_ref(rejected))
 * </pre>
 *
 * <p>with log-probs summed over the response tokens. Immutable; may be shared between threads.
 */
public sealed interface PreferenceLoss {

  /**
   * The loss of each pair.
   *
   * @param margin [P] delta, nats
   * @return [P], differentiable in the margin
   */
  NDArray perPair(NDArray margin);

  /**
   * DPO, {@code -log σ(beta delta)}; with label smoothing e it is cDPO (Mitchell, 2023), {@code
   * -(1-e) log σ(beta delta) - e log σ(-beta delta)}.
   *
   * @param beta strength of the pull towards the reference, above 0
   * @param labelSmoothing share of pairs expected to be labelled the wrong way, in [0, 0.5)
   */
  record Sigmoid(double beta, double labelSmoothing) implements PreferenceLoss {

    /** Checks the ranges. */
    public Sigmoid {
      requireAboveZero(beta);
      requireSmoothing(labelSmoothing);
    }

    @Override
    public NDArray perPair(NDArray margin) {
      NDArray scaled = margin.mul(beta);
      NDArray loss = Softplus.ofNegative(scaled).mul(1 - labelSmoothing);
      return loss.add(Softplus.ofNegative(scaled.neg()).mul(labelSmoothing));
    }
  }

  /**
   * Robust DPO (arXiv 2403.00409), unbiased when a share e of the labels is flipped: {@code [-(1-e)
   * log σ(beta delta) + e log σ(-beta delta)] / (1 - 2e)}.
   *
   * @param beta strength of the pull towards the reference, above 0
   * @param labelSmoothing e, in [0, 0.5)
   */
  record Robust(double beta, double labelSmoothing) implements PreferenceLoss {

    /** Checks the ranges. */
    public Robust {
      requireAboveZero(beta);
      requireSmoothing(labelSmoothing);
    }

    @Override
    public NDArray perPair(NDArray margin) {
      NDArray scaled = margin.mul(beta);
      NDArray loss = Softplus.ofNegative(scaled).mul(1 - labelSmoothing);
      return loss.sub(Softplus.ofNegative(scaled.neg()).mul(labelSmoothing))
          .div(1 - 2 * labelSmoothing);
    }
  }

  /**
   * IPO (arXiv 2310.12036, equation 17): {@code (delta - 1/(2 beta))^2}.
   *
   * @param beta strength of the pull towards the reference, above 0
   */
  record Squared(double beta) implements PreferenceLoss {

    /** Checks beta. */
    public Squared {
      requireAboveZero(beta);
    }

    @Override
    public NDArray perPair(NDArray margin) {
      return margin.sub(1 / (2 * beta)).square();
    }
  }

  /**
   * The hinge loss (SLiC, arXiv 2305.10425): {@code max(0, 1 - beta delta)}.
   *
   * @param beta inverse of the margin from which a pair has no loss, above 0
   */
  record Hinge(double beta) implements PreferenceLoss {

    /** Checks beta. */
    public Hinge {
      requireAboveZero(beta);
    }

    @Override
    public NDArray perPair(NDArray margin) {
      return margin.mul(-beta).add(1).maximum(0);
    }
  }

  private static void requireAboveZero(double beta) {
    if (!(beta > 0) || !Double.isFinite(beta)) {
      throw new IllegalArgumentException("beta must be a finite number above 0, not " + beta);
    }
  }

  private static void requireSmoothing(double smoothing) {
    if (!(smoothing >= 0 && smoothing < 0.5)) {
      throw new IllegalArgumentException("label smoothing must be in [0, 0.5), not " + smoothing);
    }
  }
}
