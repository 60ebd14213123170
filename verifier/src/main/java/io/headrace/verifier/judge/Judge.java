package io.headrace.verifier.judge;

import io.headrace.verifier.deadline.DeadlineExecutor;
import io.headrace.verifier.deadline.Outcome;
import io.headrace.verifier.scorer.Score;
import io.headrace.verifier.scorer.Scorer;
import io.headrace.verifier.scorer.ScorerInput;
import io.headrace.verifier.scorer.Scorers;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Gives responses to scorers under a deadline. Owns neither. Safe for use from several threads.
 *
 * @param scorers those there are
 * @param executor where they run
 */
public record Judge(Scorers scorers, DeadlineExecutor executor) {

  /**
   * Has a response judged by the scorer of a name; NOT_SCORED when there is none.
   *
   * @return completes normally; empty when the executor refused the work, so that the response has
   *     to be judged by another process or later. Cancel it, and a scorer that has not started yet
   *     never does
   */
  public CompletableFuture<Optional<Judgement>> judge(String scorer, ScorerInput input) {
    return scorers
        .named(scorer)
        .map(found -> judge(found, input))
        .orElseGet(
            () ->
                CompletableFuture.completedFuture(
                    Optional.of(Judgement.notScored(scorers.unknown(scorer)))));
  }

  /** Has a response judged by a scorer, as {@link #judge(String, ScorerInput)}. */
  public CompletableFuture<Optional<Judgement>> judge(Scorer scorer, ScorerInput input) {
    CompletableFuture<Outcome<Score>> outcome = executor.submit(() -> scorer.score(input));
    CompletableFuture<Optional<Judgement>> judgement = outcome.thenApply(Judgement::of);
    var _ =
        judgement.whenComplete(
            (_, _) -> {
              if (judgement.isCancelled()) {
                outcome.cancel(false);
              }
            });
    return judgement;
  }
}
