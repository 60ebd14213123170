package io.headrace.verifier.scorer;

/**
 * A scorer that is a pure function of a response and a gold answer. Has no state; runs on its own
 * threads with a deadline (see {@link io.headrace.verifier.deadline.DeadlineExecutor}).
 */
public non-sealed interface PureScorer extends Scorer {

  /** Scores a response. */
  Score score(ScorerInput input);

  @Override
  default boolean hasOwnQueue() {
    return false;
  }
}
