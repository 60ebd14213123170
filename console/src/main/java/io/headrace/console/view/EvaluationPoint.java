package io.headrace.console.view;

import io.headrace.schemas.Accuracy;
import io.headrace.schemas.EvaluationCompleted;
import java.time.Instant;
import java.util.Optional;

/**
 * One evaluation on held-out tasks.
 *
 * @param step the newest step done when it completed, which is where it stands on the curves
 */
public record EvaluationPoint(
    String evaluation,
    long step,
    long weightsVersion,
    Optional<Share> greedy,
    Optional<Share> sampled,
    double meanResponseTokens,
    Instant at) {

  /** How many of the scored tasks were answered right, and how many were asked. */
  public record Share(int correct, int scored, int requested) {
    /** Correct over scored; nothing when none was scored, which is no accuracy of 0. */
    public Optional<Double> accuracy() {
      return scored == 0 ? Optional.empty() : Optional.of((double) correct / scored);
    }

    @SuppressWarnings("NullAway") // the generated getters return null for absent accuracies
    private static Optional<Share> of(Accuracy accuracy) {
      return Optional.ofNullable(accuracy)
          .map(a -> new Share(a.getCorrect(), a.getScored(), a.getRequested()));
    }
  }

  static EvaluationPoint of(EvaluationCompleted event, long step) {
    return new EvaluationPoint(
        event.getEvaluation(),
        step,
        event.getWeightsVersion(),
        Share.of(event.getGreedy()),
        Share.of(event.getSampled()),
        event.getMeanResponseTokens(),
        event.getCompletedAt());
  }
}
