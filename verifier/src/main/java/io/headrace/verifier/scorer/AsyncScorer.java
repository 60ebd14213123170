package io.headrace.verifier.scorer;

import java.util.concurrent.CompletionStage;

/**
 * A scorer that answers asynchronously, such as a judge model behind a network or a sandbox.
 *
 * <p>The call starts the work and returns; it must neither block nor compute for long. At most
 * {@link ScorerLimits#concurrency} answers are awaited at once. An answer that fails becomes a
 * verdict ERROR; one that is late becomes TIMEOUT, and its stage is cancelled.
 */
public non-sealed interface AsyncScorer extends Scorer {

  /** Starts to score a response. */
  CompletionStage<Score> score(ScorerInput input);

  @Override
  default boolean hasOwnQueue() {
    return true;
  }
}
