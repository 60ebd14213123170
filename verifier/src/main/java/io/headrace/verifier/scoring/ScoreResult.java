package io.headrace.verifier.scoring;

import io.headrace.schemas.VerdictStatus;
import io.headrace.verifier.deadline.ExecutionOutcome;
import io.headrace.verifier.scorer.Score;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The result of a response, as in its verdict.
 *
 * @param status of the verdict
 * @param score from 0 to 1, present exactly when the status is OK
 * @param detail one sentence: what was found, or why there is no score
 * @param took the time spent scoring, without the time in the queue; of a group scorer the time of
 *     the group
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

  /** The result of a response; empty when the work was rejected. */
  static Optional<ScoreResult> of(ExecutionOutcome<Score> outcome) {
    return switch (outcome) {
      case ExecutionOutcome.Done<Score>(Score score, Duration took) -> Optional.of(of(score, took));
      case ExecutionOutcome.Threw<Score>(Throwable problem, Duration took) ->
          Optional.of(threw(problem, took));
      case ExecutionOutcome.TimedOut<Score>(Duration limit) -> Optional.of(late(limit));
      case ExecutionOutcome.Rejected<Score> _ -> Optional.empty();
    };
  }

  /** The results of a group, one for each response; empty when the work was rejected. */
  static Optional<List<ScoreResult>> ofGroup(ExecutionOutcome<List<Score>> outcome, int responses) {
    return switch (outcome) {
      case ExecutionOutcome.Done<List<Score>>(List<Score> scores, Duration took)
          when scores.size() == responses ->
          Optional.of(scores.stream().map(score -> of(score, took)).toList());
      case ExecutionOutcome.Done<List<Score>>(List<Score> scores, Duration took) -> {
        String detail =
            "the scorer gave %d scores for %d responses".formatted(scores.size(), responses);
        yield each(responses, without(VerdictStatus.ERROR, detail, took));
      }
      case ExecutionOutcome.Threw<List<Score>>(Throwable problem, Duration took) ->
          each(responses, threw(problem, took));
      case ExecutionOutcome.TimedOut<List<Score>>(Duration limit) -> each(responses, late(limit));
      case ExecutionOutcome.Rejected<List<Score>> _ -> Optional.empty();
    };
  }

  private static Optional<List<ScoreResult>> each(int responses, ScoreResult result) {
    return Optional.of(Collections.nCopies(responses, result));
  }

  private static ScoreResult threw(Throwable problem, Duration took) {
    return without(VerdictStatus.ERROR, "the scorer threw " + problem, took);
  }

  private static ScoreResult late(Duration limit) {
    String detail = "the scorer did not answer within " + limit.toMillis() + " ms";
    return without(VerdictStatus.TIMEOUT, detail, limit);
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
