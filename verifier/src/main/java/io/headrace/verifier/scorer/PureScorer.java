package io.headrace.verifier.scorer;

/**
 * A scorer that is a pure function of a response and a gold answer. Holds no state; runs on threads
 * of its own under a deadline (see {@link io.headrace.verifier.deadline.DeadlineExecutor}).
 */
public non-sealed interface PureScorer extends Scorer {

  /** Judges a response. */
  Score score(ScorerInput input);

  @Override
  default boolean hasOwnQueue() {
    return false;
  }
}
