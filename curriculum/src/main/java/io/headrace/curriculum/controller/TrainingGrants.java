package io.headrace.curriculum.controller;

import io.headrace.curriculum.evaluation.EvaluationTracker;
import io.headrace.curriculum.evaluation.EvaluationTrigger;
import io.headrace.pipeline.config.StageKind;
import io.headrace.pipeline.plan.PlannedStage;
import io.headrace.pipeline.plan.RunPosition.End;
import io.headrace.pipeline.plan.RunPosition.InStage;
import io.headrace.pipeline.plan.StagePlan;
import io.headrace.schemas.TrainingGranted;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides how far the learner may train: when supervised steps are published and evaluated, when
 * policy steps begin, and when training ends. The learner follows the newest grant. Stateless: the
 * next grant is a function of the stage, the steps, the evaluations and the newest grant.
 */
final class TrainingGrants {

  private final String run;
  private final StagePlan plan;

  TrainingGrants(String run, StagePlan plan) {
    this.run = run;
    this.plan = plan;
  }

  /** The grant to write next; empty while the newest one still applies. */
  Optional<TrainingGranted> next(RunProgress progress, EvaluationTracker evaluations, Instant now) {
    Optional<TrainingGranted> last = progress.grant();
    Optional<Grant> newest = last.map(this::grant);
    Optional<Grant> wanted =
        progress
            .position()
            .flatMap(
                at ->
                    switch (at.state()) {
                      case InStage _ -> inStage(progress, evaluations, newest);
                      case End.FINISHING -> Optional.of(ended(progress, newest));
                      case End.FINISHED -> Optional.empty();
                    });
    return wanted
        .filter(grant -> newest.filter(grant::isAsIn).isEmpty())
        .map(grant -> event(grant, last.map(TrainingGranted::getNumber).orElse(0L) + 1, now));
  }

  private Optional<Grant> inStage(
      RunProgress progress, EvaluationTracker evaluations, Optional<Grant> newest) {
    return switch (progress.stage()) {
      case PlannedStage.Sft sft -> supervised(sft, progress, evaluations, newest);
      case PlannedStage.Rl rl ->
          Optional.of(
              new Grant(
                  rl.kind(), rl.id(), rl.until().steps(), false, "the run is in stage " + rl.id()));
    };
  }

  /**
   * Grants the steps up to the first version, then up to the next one when the newest is evaluated.
   */
  private static Optional<Grant> supervised(
      PlannedStage.Sft stage,
      RunProgress progress,
      EvaluationTracker evaluations,
      Optional<Grant> newest) {
    long taken = progress.steps(stage);
    boolean isEvaluated =
        evaluations
            .newest(new EvaluationTrigger(stage.id()))
            .filter(result -> result.getWeightsVersion() >= progress.newestVersion().value())
            .isPresent();
    if (taken > 0 && !isEvaluated) {
      return Optional.empty();
    }
    long more = taken == 0 ? stage.recipe().firstPublish() : stage.recipe().publishEvery();
    long steps = Math.min(stage.until().steps(), taken + more);
    long granted =
        newest.filter(last -> last.stage().equals(stage.id())).map(Grant::steps).orElse(0L);
    return steps > granted
        ? Optional.of(
            new Grant(
                stage.kind(),
                stage.id(),
                steps,
                false,
                taken == 0
                    ? "the first version is published after these steps"
                    : "weights %s are evaluated and stage %s continues"
                        .formatted(progress.newestVersion(), stage.id())))
        : Optional.empty();
  }

  private static Grant ended(RunProgress progress, Optional<Grant> newest) {
    PlannedStage stage = progress.stage();
    return newest
        .map(last -> new Grant(last.kind(), last.stage(), last.steps(), true, progress.reason()))
        .orElseGet(
            () ->
                new Grant(
                    stage.kind(), stage.id(), progress.steps(stage), true, progress.reason()));
  }

  private TrainingGranted event(Grant grant, long number, Instant now) {
    return new TrainingGranted(
        run,
        number,
        grant.kind().stage(),
        grant.steps(),
        grant.ends(),
        grant.reason(),
        now,
        grant.stage());
  }

  private Grant grant(TrainingGranted event) {
    StageKind kind = StageKind.of(event.getStage());
    return new Grant(
        kind,
        plan.idOf(event.getStageId(), kind),
        event.getSteps(),
        event.getEnds(),
        event.getReason());
  }

  /**
   * A grant without its number.
   *
   * @param stage id of the stage
   * @param steps number of the stage's steps that may be taken
   * @param ends whether training ends
   */
  private record Grant(StageKind kind, String stage, long steps, boolean ends, String reason) {
    boolean isAsIn(Grant other) {
      return other.stage.equals(stage) && other.steps == steps && other.ends == ends;
    }
  }
}
