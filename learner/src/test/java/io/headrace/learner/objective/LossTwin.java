package io.headrace.learner.objective;

import io.headrace.learner.objective.correction.CorrectedLoss;
import io.headrace.learner.objective.correction.RolloutAsOld;
import io.headrace.learner.objective.policyloss.CappedRatioPolicyGradient;
import io.headrace.learner.objective.policyloss.ClippedSurrogate;
import io.headrace.learner.objective.policyloss.NegativeLogLikelihood;
import io.headrace.learner.objective.policyloss.PolicyGradient;
import io.headrace.learner.objective.policyloss.SequenceClippedSurrogate;
import io.headrace.learner.objective.policyloss.SequenceMirrorDescent;
import io.headrace.learner.objective.policyloss.TotalVariationMaskedSurrogate;
import io.headrace.learner.objective.regularizer.KlPenalty;
import io.headrace.learner.objective.term.LossTerm;
import java.util.Arrays;

/** A loss term in plain doubles: the form to check by hand, which the engine's is compared with. */
@FunctionalInterface
interface LossTwin {

  /**
   * The loss of one trace.
   *
   * @param constants the same trace for whatever stands under a stopped gradient
   */
  double traceLoss(TwinTrace trace, TwinTrace constants);

  /** The loss of one trace. */
  default double traceLoss(TwinTrace trace) {
    return traceLoss(trace, trace);
  }

  /** The derivative of the loss by each log-prob, by central differences. */
  default double[] traceGradient(TwinTrace trace) {
    double step = 1e-6;
    double[] gradient = new double[trace.tokens()];
    for (int token = 0; token < gradient.length; token++) {
      double above = traceLoss(trace.moved(token, step), trace);
      gradient[token] = (above - traceLoss(trace.moved(token, -step), trace)) / (2 * step);
    }
    return gradient;
  }

  /** The twin of a term. */
  static LossTwin of(LossTerm term) {
    return switch (term) {
      case SequenceMirrorDescent mirror -> new MirrorDescentTwin(mirror.form(), mirror.tau());
      case NegativeLogLikelihood likelihood ->
          (trace, constants) -> -Arrays.stream(trace.logProbs()).sum();
      case KlPenalty penalty -> TokenTwins.divergence(penalty.estimator());
      case RolloutAsOld bypass ->
          (trace, constants) -> of(bypass.loss()).traceLoss(trace.bypassed(), constants.bypassed());
      case ClippedSurrogate clip -> TokenTwins.surrogate(clip);
      case SequenceClippedSurrogate sequence -> TokenTwins.sequence(sequence.range());
      case CappedRatioPolicyGradient capped -> TokenTwins.capped(capped.range());
      case TotalVariationMaskedSurrogate masked -> TokenTwins.masked(masked);
      case PolicyGradient gradient -> TokenTwins.policyGradient();
      case CorrectedLoss corrected -> CorrectionTwin.of(corrected);
      default -> throw new IllegalArgumentException("no twin of " + term);
    };
  }
}
