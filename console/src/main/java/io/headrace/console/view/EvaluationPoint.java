package io.headrace.console.view;

import io.headrace.pipeline.group.HeldOutAccuracy;
import io.headrace.schemas.Accuracy;
import io.headrace.schemas.EvaluationCompleted;
import io.headrace.schemas.EvaluationPointState;
import java.time.Instant;
import java.util.Optional;

/**
 * One evaluation on held-out tasks.
 *
 * @param meanResponseTokens mean length of the answers in tokens; empty when none was sampled
 * @param step the step that made its weights or, if unknown, the newest step when it completed; its
 *     position on the curves
 */
public record EvaluationPoint(
    String evaluation,
    long step,
    long weightsVersion,
    Optional<Share> greedy,
    Optional<Share> sampled,
    Optional<Double> meanResponseTokens,
    Instant at) {

  /**
   * Counts of correct, scored and requested answers.
   *
   * @param accuracy correct over scored; empty when too few were scored
   */
  public record Share(int correct, int scored, int requested, Optional<Double> accuracy) {
    @SuppressWarnings("NullAway") // the generated getters return null for absent accuracies
    private static Optional<Share> of(Accuracy accuracy) {
      return Optional.ofNullable(accuracy)
          .map(
              a ->
                  new Share(
                      a.getCorrect(), a.getScored(), a.getRequested(), HeldOutAccuracy.of(a)));
    }

    private Accuracy save() {
      return new Accuracy(correct, scored, requested);
    }
  }

  EvaluationPointState save() {
    EvaluationPointState.Builder saved =
        EvaluationPointState.newBuilder()
            .setEvaluation(evaluation)
            .setStep(step)
            .setWeightsVersion(weightsVersion)
            .setAt(at);
    greedy.map(Share::save).ifPresent(saved::setGreedy);
    sampled.map(Share::save).ifPresent(saved::setSampled);
    meanResponseTokens.ifPresent(saved::setMeanResponseTokens);
    return saved.build();
  }

  static EvaluationPoint restored(EvaluationPointState saved) {
    return new EvaluationPoint(
        saved.getEvaluation(),
        saved.getStep(),
        saved.getWeightsVersion(),
        Share.of(saved.getGreedy()),
        Share.of(saved.getSampled()),
        Optional.ofNullable(saved.getMeanResponseTokens()),
        saved.getAt());
  }

  static EvaluationPoint of(EvaluationCompleted event, long step) {
    return new EvaluationPoint(
        event.getEvaluation(),
        step,
        event.getWeightsVersion(),
        Share.of(event.getGreedy()),
        Share.of(event.getSampled()),
        Optional.of(event.getMeanResponseTokens()).filter(tokens -> tokens > 0),
        event.getCompletedAt());
  }
}
