package io.headrace.verifier.scoring;

import io.headrace.verifier.deadline.DeadlineExecutor;
import io.headrace.verifier.deadline.ExecutionOutcome;
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
public record ScoringExecutor(Scorers scorers, DeadlineExecutor executor) {

  /**
   * Has a response scored by the scorer of a name; NOT_SCORED when there is none.
   *
   * @return completes normally; empty when the executor refused the work, so that the response has
   *     to be scored by another process or later. Cancel it, and a scorer that has not started yet
   *     never does
   */
  public CompletableFuture<Optional<ScoreResult>> score(String scorer, ScorerInput input) {
    return scorers
        .named(scorer)
        .map(found -> score(found, input))
        .orElseGet(
            () ->
                CompletableFuture.completedFuture(
                    Optional.of(ScoreResult.notScored(scorers.unknown(scorer)))));
  }

  /** Has a response scored by a scorer, as {@link #score(String, ScorerInput)}. */
  public CompletableFuture<Optional<ScoreResult>> score(Scorer scorer, ScorerInput input) {
    CompletableFuture<ExecutionOutcome<Score>> outcome = executor.submit(() -> scorer.score(input));
    CompletableFuture<Optional<ScoreResult>> result = outcome.thenApply(ScoreResult::of);
    var _ =
        result.whenComplete(
            (_, _) -> {
              if (result.isCancelled()) {
                outcome.cancel(false);
              }
            });
    return result;
  }
}
