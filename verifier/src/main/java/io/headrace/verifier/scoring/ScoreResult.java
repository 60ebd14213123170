package io.headrace.verifier.scoring;

import io.headrace.schemas.VerdictStatus;
import io.headrace.verifier.deadline.ExecutionOutcome;
import io.headrace.verifier.scorer.Score;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a verdict says of a response.
 *
 * @param status what came of scoring it
 * @param score from 0 to 1, there exactly when the status is OK
 * @param detail one sentence: what was found, or why there is no score
 * @param took the time spent scoring, waiting not counted
 */
public record ScoreResult(
    VerdictStatus status, OptionalDouble score, String detail, Duration took) {

  public ScoreResult {
    if (score.isPresent() != (status == VerdictStatus.OK)) {
      throw new IllegalArgumentException("a result has a score exactly when it is OK");
    }
  }

  /** A response that was not given to any scorer. */
  public static ScoreResult notScored(String reason) {
    return without(VerdictStatus.NOT_SCORED, reason, Duration.ZERO);
  }

  /**
   * What an outcome says; empty when the work was refused, and so nothing is known of the response.
   */
  static Optional<ScoreResult> of(ExecutionOutcome<Score> outcome) {
    return switch (outcome) {
      case ExecutionOutcome.Done<Score>(Score score, Duration took) -> Optional.of(of(score, took));
      case ExecutionOutcome.Threw<Score>(Throwable problem, Duration took) ->
          Optional.of(without(VerdictStatus.ERROR, "the scorer threw " + problem, took));
      case ExecutionOutcome.TimedOut<Score>(Duration limit) ->
          Optional.of(
              without(
                  VerdictStatus.TIMEOUT,
                  "the scorer did not answer within " + limit.toMillis() + " ms",
                  limit));
      case ExecutionOutcome.Refused<Score> refused -> Optional.empty();
    };
  }

  private static ScoreResult of(Score score, Duration took) {
    return switch (score) {
      case Score.Scored(double value, String detail) ->
          new ScoreResult(VerdictStatus.OK, OptionalDouble.of(value), detail, took);
      case Score.NotScored(String reason) -> without(VerdictStatus.NOT_SCORED, reason, took);
    };
  }

  private static ScoreResult without(VerdictStatus status, String reason, Duration took) {
    return new ScoreResult(status, OptionalDouble.empty(), reason, took);
  }
}
