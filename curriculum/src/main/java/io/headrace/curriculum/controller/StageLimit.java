package io.headrace.curriculum.controller;

import io.headrace.curriculum.evaluation.EvaluationTracker;
import io.headrace.pipeline.group.HeldOutAccuracy;
import io.headrace.pipeline.plan.PlannedStage;
import io.headrace.pipeline.plan.StageEnd;
import io.headrace.schemas.EvaluationCompleted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Checks the end conditions of a stage. Stateless.
 *
 * <p>An evaluation counts only when nearly all of its answers were scored, so that a broken
 * verifier does not end a stage.
 */
final class StageLimit {

  private StageLimit() {}

  /**
   * An end condition that is met.
   *
   * @param reason the condition with its values, in words
   * @param evaluation id of the deciding evaluation, empty if none did
   */
  record Met(String reason, String evaluation) {}

  /**
   * The end condition of the run's stage that is met.
   *
   * @param over the result of an evaluation that is complete and not written yet
   */
  static Optional<Met> met(
      RunProgress progress,
      EvaluationTracker evaluations,
      Optional<EvaluationCompleted> over,
      Instant now) {
    PlannedStage stage = progress.stage();
    Optional<EvaluationCompleted> newest = StageRules.newest(evaluations, over, stage);
    return newest
        .flatMap(result -> reached(stage, result))
        .or(
            () ->
                switch (stage) {
                  case PlannedStage.Sft sft ->
                      isMeasured(progress, newest)
                          ? stepsTaken(progress, sft).or(() -> timeUsed(progress, sft, now))
                          : Optional.empty();
                  case PlannedStage.Rl rl ->
                      stepsTaken(progress, rl).or(() -> timeUsed(progress, rl, now));
                });
  }

  /** Whether the stage has target accuracies and a result reaches all of them. */
  static Optional<Met> reached(PlannedStage stage, EvaluationCompleted result) {
    StageEnd until = stage.until();
    double greedy = HeldOutAccuracy.of(result.getGreedy()).orElse(-1.0);
    double sampled = HeldOutAccuracy.of(result.getSampled()).orElse(-1.0);
    boolean isReached =
        until.hasAccuracy()
            && until.greedyAccuracy().filter(target -> greedy < target).isEmpty()
            && until.sampledAccuracy().filter(target -> sampled < target).isEmpty();
    List<String> shares = new ArrayList<>();
    until.greedyAccuracy().ifPresent(_ -> shares.add(share("greedy", greedy)));
    until.sampledAccuracy().ifPresent(_ -> shares.add(share("sampled", sampled)));
    return isReached
        ? Optional.of(
            new Met(
                "held-out accuracy reached the goal: " + String.join(", ", shares),
                result.getEvaluation()))
        : Optional.empty();
  }

  private static String share(String mode, double accuracy) {
    return String.format(Locale.ROOT, "%s %.3f", mode, accuracy);
  }

  /** Whether the newest weights were evaluated in the stage. */
  private static boolean isMeasured(RunProgress progress, Optional<EvaluationCompleted> newest) {
    return newest
        .filter(result -> result.getWeightsVersion() >= progress.newestVersion().value())
        .isPresent();
  }

  private static Optional<Met> stepsTaken(RunProgress progress, PlannedStage stage) {
    return progress.steps(stage) >= stage.until().steps()
        ? Optional.of(
            new Met("stage %s took its %d steps".formatted(stage.id(), stage.until().steps()), ""))
        : Optional.empty();
  }

  private static Optional<Met> timeUsed(RunProgress progress, PlannedStage stage, Instant now) {
    return stage
        .until()
        .activeTime()
        .filter(limit -> progress.activeTime(now).compareTo(limit) >= 0)
        .map(
            limit ->
                new Met(
                    "the run reached %ds of active time, the limit of stage %s"
                        .formatted(limit.toSeconds(), stage.id()),
                    ""));
  }
}
