package io.headrace.learner.objective;

import io.headrace.learner.objective.correction.CorrectedLoss;
import io.headrace.learner.objective.correction.CorrectedLoss.Numerator;
import io.headrace.learner.objective.correction.Correction;
import io.headrace.learner.objective.correction.GeometricSequenceMask;
import io.headrace.learner.objective.correction.RatioRange;
import io.headrace.learner.objective.correction.SequenceWeight;
import io.headrace.learner.objective.correction.TokenMask;
import io.headrace.learner.objective.correction.TokenWeight;
import java.util.Arrays;

/** A corrected loss in plain doubles. */
final class CorrectionTwin {

  private CorrectionTwin() {}

  static TokenTwin of(CorrectedLoss corrected) {
    TokenTwin loss = (TokenTwin) LossTwin.of(corrected.loss());
    return (trace, constants, token) -> {
      double[] policy =
          corrected.numerator() == Numerator.CURRENT ? constants.logProbs() : constants.old();
      double weight = weight(corrected.correction(), policy, constants.rollout(), token);
      return weight * loss.tokenLoss(trace, constants, token);
    };
  }

  private static double weight(
      Correction correction, double[] policy, double[] rollout, int token) {
    double sequence = Arrays.stream(policy).sum() - Arrays.stream(rollout).sum();
    double ratio = Math.exp(policy[token] - rollout[token]);
    return switch (correction) {
      case TokenWeight(double cap) -> Math.min(ratio, cap);
      case SequenceWeight(double cap) -> Math.min(Math.exp(sequence), cap);
      case TokenMask(RatioRange range) -> inside(ratio, range) ? ratio : 0;
      case GeometricSequenceMask(RatioRange range) ->
          inside(Math.exp(sequence / policy.length), range) ? 1 : 0;
      default -> throw new IllegalArgumentException("no twin of " + correction);
    };
  }

  private static boolean inside(double ratio, RatioRange range) {
    return range.low() <= ratio && ratio <= range.high();
  }
}
