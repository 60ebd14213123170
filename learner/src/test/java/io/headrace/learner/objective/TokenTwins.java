package io.headrace.learner.objective;

import io.headrace.learner.objective.divergence.KlEstimator;
import io.headrace.learner.objective.policyloss.ClipRange;
import io.headrace.learner.objective.policyloss.ClippedSurrogate;
import io.headrace.learner.objective.policyloss.TotalVariationMaskedSurrogate;
import java.util.Arrays;

/** Losses on tokens in plain doubles, each written from its formula. */
final class TokenTwins {

  private TokenTwins() {}

  static TokenTwin surrogate(ClippedSurrogate clip) {
    return (trace, constants, token) -> {
      double advantage = trace.advantages()[token];
      double loss = clipped(advantage, ratio(trace, token), clip.range());
      return advantage < 0 ? Math.min(loss, -advantage * clip.dualClip()) : loss;
    };
  }

  static TokenTwin sequence(ClipRange range) {
    return (trace, constants, token) -> {
      double difference =
          Arrays.stream(constants.logProbs()).sum() - Arrays.stream(constants.old()).sum();
      double own = Math.exp(trace.logProbs()[token] - constants.logProbs()[token]);
      double ratio = Math.exp(difference / trace.tokens()) * own;
      return clipped(trace.advantages()[token], ratio, range);
    };
  }

  static TokenTwin capped(ClipRange range) {
    return (trace, constants, token) ->
        -limited(ratio(constants, token), range)
            * trace.advantages()[token]
            * trace.logProbs()[token];
  }

  static TokenTwin masked(TotalVariationMaskedSurrogate mask) {
    return (trace, constants, token) -> {
      double advantage = trace.advantages()[token];
      double change = Math.exp(trace.logProbs()[token]) - Math.exp(trace.old()[token]);
      boolean left = advantage > 0 ? change > mask.high() : change < -mask.low();
      return left ? 0 : -advantage * ratio(trace, token);
    };
  }

  static TokenTwin policyGradient() {
    return (trace, constants, token) -> -trace.advantages()[token] * trace.logProbs()[token];
  }

  static TokenTwin divergence(KlEstimator estimator) {
    return (trace, constants, token) -> {
      double d = trace.logProbs()[token] - trace.reference()[token];
      double fixed = constants.logProbs()[token] - constants.reference()[token];
      return switch (estimator) {
        case K1 -> d;
        case K2 -> d * d / 2;
        case K3 -> Math.exp(-d) + d - 1;
        case K3_WITH_K2_GRADIENT -> d * d / 2 - fixed * fixed / 2 + Math.exp(-fixed) + fixed - 1;
      };
    };
  }

  private static double clipped(double advantage, double ratio, ClipRange range) {
    return Math.max(-advantage * ratio, -advantage * limited(ratio, range));
  }

  private static double limited(double ratio, ClipRange range) {
    return Math.min(Math.max(ratio, 1 - range.low()), 1 + range.high());
  }

  private static double ratio(TwinTrace trace, int token) {
    return Math.exp(trace.logProbs()[token] - trace.old()[token]);
  }
}
