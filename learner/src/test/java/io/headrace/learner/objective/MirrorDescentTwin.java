package io.headrace.learner.objective;

import io.headrace.learner.objective.policyloss.SequenceMirrorDescent.Form;
import java.util.Arrays;

/** The loss of sequence mirror descent in plain doubles, with its gradient in closed form. */
record MirrorDescentTwin(Form form, double tau) implements LossTwin {

  @Override
  public double traceLoss(TwinTrace trace, TwinTrace constants) {
    double sequence = Arrays.stream(trace.logProbs()).sum();
    double logRatio = sequence - Arrays.stream(trace.old()).sum();
    double advantage = trace.advantages()[0];
    return switch (form) {
      case SQUARED -> Math.pow(advantage - tau * logRatio, 2);
      case GRADIENT -> tau / 2 * logRatio * logRatio - advantage * sequence;
    };
  }

  @Override
  public double[] traceGradient(TwinTrace trace) {
    double logRatio = Arrays.stream(trace.logProbs()).sum() - Arrays.stream(trace.old()).sum();
    double scale = form == Form.SQUARED ? 2 * tau : 1;
    double[] gradient = new double[trace.logProbs().length];
    Arrays.fill(gradient, scale * (tau * logRatio - trace.advantages()[0]));
    return gradient;
  }
}
