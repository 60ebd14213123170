package io.headrace.learner.objective;

/** A loss on tokens in plain doubles. */
interface TokenTwin extends LossTwin {

  /** The loss of one token; constants as in {@link LossTwin#traceLoss(TwinTrace, TwinTrace)}. */
  double tokenLoss(TwinTrace trace, TwinTrace constants, int token);

  @Override
  default double traceLoss(TwinTrace trace, TwinTrace constants) {
    double sum = 0;
    for (int token = 0; token < trace.tokens(); token++) {
      sum += tokenLoss(trace, constants, token);
    }
    return sum;
  }
}
