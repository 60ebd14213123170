package io.headrace.learner.objective.policyloss;

import ai.djl.ndarray.NDArray;
import io.headrace.learner.batch.TokenInput;
import io.headrace.learner.objective.term.LossTerm;
import io.headrace.learner.objective.term.TokenRows;
import java.util.Set;

/**
 * Online policy mirror descent on whole sequences (Kimi k1.5, arXiv 2501.12599, equation 3).
 *
 * <p>With {@code s = Σ_t log π_θ(token t)}, {@code l = s - s_old} the log-ratio of the sequence to
 * the weights at batch start and {@code a} its advantage, the loss of a trace is
 *
 * <pre>  squared form:   (a - tau l)^2
 *  gradient form:  (tau/2) l^2 - a s </pre>
 *
 * <p>The two have the same gradient up to the constant {@code 2 tau}. There is no importance ratio
 * and no clipping: the samples are drawn from the old policy, and the penalty is on the sequence.
 *
 * @param form which of the two is minimized and reported
 * @param tau strength of the pull towards the old policy, in units of reward, above 0
 */
public record SequenceMirrorDescent(Form form, double tau) implements LossTerm {

  /** The two losses that share one gradient direction. */
  public enum Form {
    /** The squared surrogate. */
    SQUARED,
    /** The loss whose gradient is equation 3. */
    GRADIENT
  }

  /** Checks tau. */
  public SequenceMirrorDescent {
    if (!(tau > 0) || !Double.isFinite(tau)) {
      throw new IllegalArgumentException("tau must be a finite number above 0, not " + tau);
    }
  }

  @Override
  public Set<TokenInput> inputs() {
    return Set.of(TokenInput.OLD_LOG_PROBS);
  }

  @Override
  public NDArray perTrace(TokenRows rows) {
    NDArray sequence = LossTerm.sum(rows.logProbs(), rows); // [B]
    NDArray old = LossTerm.sum(rows.oldLogProbs(), rows); // [B]
    NDArray logRatio = sequence.sub(old); // [B]
    return switch (form) {
      case SQUARED -> rows.sequenceAdvantages().sub(logRatio.mul(tau)).square();
      case GRADIENT ->
          logRatio.square().mul(tau / 2).sub(rows.sequenceAdvantages().mul(sequence)); // [B]
    };
  }
}
