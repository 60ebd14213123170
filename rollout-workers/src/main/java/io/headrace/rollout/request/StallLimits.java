package io.headrace.rollout.request;

import io.headrace.schemas.Purpose;
import java.time.Duration;
import java.time.Instant;

/**
 * How long a worker may hold a group without drawing a token. Pure.
 *
 * @param training limit of training groups: {@code curriculum.group-deadline}
 * @param evaluation limit of held-out groups: {@code evaluation.deadline}
 */
public record StallLimits(Duration training, Duration evaluation) {

  /** The limit of a purpose. */
  public Duration of(Purpose purpose) {
    return switch (purpose) {
      case TRAIN -> training;
      case EVALUATION -> evaluation;
    };
  }

  /** The longest time in which an engine with work may draw no token. */
  public Duration shortest() {
    return training.compareTo(evaluation) < 0 ? training : evaluation;
  }

  /** Whether a job that waits for newer weights has waited for too long. */
  public boolean isOverdue(GroupJob waiting, Instant now) {
    return !now.isBefore(waiting.receivedAt().plus(of(waiting.request().getPurpose())));
  }
}
