package io.headrace.learner.objective;

import io.headrace.learner.objective.policyloss.ClippedSurrogate;
import io.headrace.learner.objective.policyloss.NegativeLogLikelihood;
import io.headrace.learner.objective.policyloss.SequenceMirrorDescent;
import io.headrace.learner.objective.regularizer.KlPenalty;
import io.headrace.learner.objective.term.LossTerm;
import java.util.Arrays;

/** A loss term in plain doubles: the form to check by hand, which the engine's is compared with. */
@FunctionalInterface
interface LossTwin {

  /** The loss of one trace. */
  double traceLoss(TwinTrace trace);

  /** The derivative of the loss by each log-prob, by central differences. */
  default double[] traceGradient(TwinTrace trace) {
    double step = 1e-6;
    double[] gradient = new double[trace.logProbs().length];
    for (int token = 0; token < gradient.length; token++) {
      double above = traceLoss(trace.moved(token, step));
      gradient[token] = (above - traceLoss(trace.moved(token, -step))) / (2 * step);
    }
    return gradient;
  }

  /** The twin of a term. */
  static LossTwin of(LossTerm term) {
    return switch (term) {
      case SequenceMirrorDescent mirror -> new MirrorDescentTwin(mirror.form(), mirror.tau());
      case NegativeLogLikelihood likelihood -> trace -> -Arrays.stream(trace.logProbs()).sum();
      case ClippedSurrogate clip -> trace -> clipped(clip, trace);
      case KlPenalty penalty -> trace -> divergence(penalty, trace);
      default -> throw new IllegalArgumentException("no twin of " + term);
    };
  }

  private static double clipped(ClippedSurrogate clip, TwinTrace trace) {
    double sum = 0;
    for (int token = 0; token < trace.logProbs().length; token++) {
      double advantage = trace.advantages()[token];
      double ratio = Math.exp(trace.logProbs()[token] - trace.old()[token]);
      double limited = Math.min(Math.max(ratio, 1 - clip.low()), 1 + clip.high());
      double loss = Math.max(-advantage * ratio, -advantage * limited);
      sum += advantage < 0 ? Math.min(loss, -advantage * clip.dualClip()) : loss;
    }
    return sum;
  }

  private static double divergence(KlPenalty penalty, TwinTrace trace) {
    double sum = 0;
    for (int token = 0; token < trace.logProbs().length; token++) {
      double d = trace.logProbs()[token] - trace.reference()[token];
      sum +=
          switch (penalty.estimator()) {
            case K1 -> d;
            case K2 -> d * d / 2;
            case K3 -> Math.exp(-d) + d - 1;
          };
    }
    return sum;
  }
}
