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
 * How far the learner may train. This is the one place that decides when supervised steps are
 * published and evaluated, when policy steps begin, and when training ends; the learner obeys the
 * newest grant. Stateless: what follows depends on the stage, the steps, the evaluations and the
 * grant before.
 */
final class TrainingGrants {

  private final String run;
  private final StagePlan plan;

  TrainingGrants(String run, StagePlan plan) {
    this.run = run;
    this.plan = plan;
  }

  /** The grant to write next, if the newest one no longer says what holds. */
  Optional<TrainingGranted> next(RunProgress progress, EvaluationTracker book, Instant now) {
    Optional<TrainingGranted> last = progress.grant();
    Optional<Grant> newest = last.map(this::grant);
    Optional<Grant> wanted =
        progress
            .position()
            .flatMap(
                at ->
                    switch (at.state()) {
                      case InStage _ -> inStage(progress, book, newest);
                      case End.FINISHING -> Optional.of(ended(progress, newest));
                      case End.FINISHED -> Optional.empty();
                    });
    return wanted
        .filter(grant -> newest.filter(grant::isAsIn).isEmpty())
        .map(grant -> event(grant, last.map(TrainingGranted::getNumber).orElse(0L) + 1, now));
  }

  private Optional<Grant> inStage(
      RunProgress progress, EvaluationTracker book, Optional<Grant> newest) {
    return switch (progress.stage()) {
      case PlannedStage.Sft sft -> supervised(sft, progress, book, newest);
      case PlannedStage.Rl rl ->
          Optional.of(
              new Grant(
                  rl.kind(), rl.id(), rl.until().steps(), false, "the run is in stage " + rl.id()));
    };
  }

  /** Up to the first version, then up to the next one whenever the newest is evaluated. */
  private static Optional<Grant> supervised(
      PlannedStage.Sft stage,
      RunProgress progress,
      EvaluationTracker book,
      Optional<Grant> newest) {
    long taken = progress.steps(stage);
    boolean isEvaluated =
        book.newest(new EvaluationTrigger(stage.id()))
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
                    ? "the first version is published after them"
                    : "weights %s are evaluated and stage %s goes on"
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

  /** The same without its number: a stage by id, up to which of its steps, and whether it ends. */
  private record Grant(StageKind kind, String stage, long steps, boolean ends, String reason) {
    boolean isAsIn(Grant other) {
      return other.stage.equals(stage) && other.steps == steps && other.ends == ends;
    }
  }
}
