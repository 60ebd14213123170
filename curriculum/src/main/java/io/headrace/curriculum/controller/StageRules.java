package io.headrace.curriculum.controller;

import io.headrace.curriculum.evaluation.EvaluationId;
import io.headrace.curriculum.evaluation.EvaluationTracker;
import io.headrace.curriculum.evaluation.EvaluationTrigger;
import io.headrace.pipeline.config.StageKind;
import io.headrace.pipeline.plan.PlannedStage;
import io.headrace.pipeline.plan.RunPosition.End;
import io.headrace.pipeline.plan.RunPosition.InStage;
import io.headrace.pipeline.plan.RunPosition.State;
import io.headrace.pipeline.plan.StagePlan;
import io.headrace.schemas.EvaluationCompleted;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides which stage or end state follows, and why: the stages of the plan in order, then
 * FINISHING, then FINISHED. A finished run that is started again returns to its last stage when its
 * settings allow more steps, enters a stage that was added after it, or returns to FINISHING when
 * its last weights were not measured. Stateless.
 */
final class StageRules {

  private final StagePlan plan;
  private final Optional<Duration> timeBudget;
  private final int demonstrations;

  /**
   * Rules for a plan.
   *
   * @param demonstrations number of demonstrations of the run; without any, stages of kind sft are
   *     skipped
   */
  StageRules(StagePlan plan, Optional<Duration> timeBudget, int demonstrations) {
    this.plan = plan;
    this.timeBudget = timeBudget;
    this.demonstrations = demonstrations;
  }

  /**
   * A stage or end state to enter.
   *
   * @param reason why, in words
   * @param evaluation id of the deciding evaluation, empty if none did
   */
  record Change(State to, String reason, String evaluation) {

    Change(State to, String reason) {
      this(to, reason, "");
    }
  }

  /** The first stage of a run. */
  Change first() {
    PlannedStage first = plan.stages().getFirst();
    State start =
        plan.stages().stream()
            .filter(this::canRun)
            .findFirst()
            .<State>map(this::inStage)
            .orElse(End.FINISHING);
    if (first.kind() != StageKind.SFT) {
      return new Change(start, "the run has no cold start");
    }
    return new Change(
        start,
        demonstrations == 0
            ? "no task has a demonstration to start from"
            : "starting from " + demonstrations + " demonstrations");
  }

  /**
   * The stage or end state to enter now; empty when the run stays in its own.
   *
   * @param over the result of an evaluation that is complete and not written yet
   */
  Optional<Change> next(
      RunProgress progress,
      EvaluationTracker evaluations,
      Optional<EvaluationCompleted> over,
      Instant now) {
    return progress
        .position()
        .flatMap(
            at ->
                switch (at.state()) {
                  case InStage _ ->
                      earlyEnd(progress, now)
                          .or(
                              () ->
                                  StageLimit.met(progress, evaluations, over, now)
                                      .map(end -> changeAfter(progress.stage(), end)));
                  case End.FINISHING -> afterFinalEvaluation(progress, evaluations);
                  case End.FINISHED ->
                      progress.isStartedAgain()
                          ? Optional.of(afterRestart(progress, evaluations, now))
                          : Optional.empty();
                });
  }

  private Change changeAfter(PlannedStage stage, StageLimit.Met end) {
    return new Change(nextState(stage), end.reason(), end.evaluation());
  }

  /** The next stage of the plan that can run, or FINISHING after the last. */
  private State nextState(PlannedStage stage) {
    return plan.after(stage).stream()
        .filter(this::canRun)
        .findFirst()
        .<State>map(this::inStage)
        .orElse(End.FINISHING);
  }

  private boolean canRun(PlannedStage stage) {
    return stage.kind() != StageKind.SFT || demonstrations > 0;
  }

  private InStage inStage(PlannedStage stage) {
    return new InStage(stage.id(), stage.kind().text(), plan.stages().indexOf(stage));
  }

  /**
   * The state of a finished run that was started again: a stage if its settings allow more steps,
   * else FINISHING if its last weights were not measured, else FINISHED.
   */
  private Change afterRestart(RunProgress progress, EvaluationTracker evaluations, Instant now) {
    Optional<Change> ended = earlyEnd(progress, now);
    if (ended.isPresent()) {
      return finishedOrUnmeasured(ended.get().reason(), progress, evaluations);
    }
    PlannedStage stage = progress.stage();
    Optional<StageLimit.Met> end =
        newest(evaluations, Optional.empty(), stage)
            .flatMap(result -> StageLimit.reached(stage, result))
            .or(
                () ->
                    evaluations
                        .newest(EvaluationTrigger.FINAL)
                        .flatMap(result -> StageLimit.reached(stage, result)))
            .or(() -> StageLimit.met(progress, evaluations, Optional.empty(), now));
    if (end.isEmpty()) {
      return new Change(
          inStage(stage),
          "started again after %d steps with settings that allow more"
              .formatted(progress.steps(stage)));
    }
    State next = nextState(stage);
    return next == End.FINISHING
        ? finishedOrUnmeasured(end.get().reason(), progress, evaluations)
        : new Change(next, "started again with a further stage: " + end.get().reason());
  }

  private static Change finishedOrUnmeasured(
      String reason, RunProgress progress, EvaluationTracker evaluations) {
    Optional<FinalEvaluation.End> measuring = FinalEvaluation.end(progress, evaluations);
    String evaluation = measuring.map(FinalEvaluation.End::evaluation).orElse("");
    return measuring.filter(last -> !last.measured()).isPresent()
        ? new Change(
            End.FINISHING, "started again, since the final weights were not measured", evaluation)
        : new Change(
            End.FINISHED, "started again, and the run stays finished: " + reason, evaluation);
  }

  private Optional<Change> earlyEnd(RunProgress progress, Instant now) {
    if (progress.isStopped()) {
      return Optional.of(new Change(End.FINISHING, "an operator asked to stop"));
    }
    return timeBudget
        .filter(budget -> progress.activeTime(now).compareTo(budget) >= 0)
        .map(
            budget ->
                new Change(
                    End.FINISHING, "the time budget of " + budget.toSeconds() + "s is used up"));
  }

  /**
   * FINISHED once the final evaluation has a result. The learner names the version to evaluate only
   * after the step that was in progress when the run entered FINISHING.
   */
  private static Optional<Change> afterFinalEvaluation(
      RunProgress progress, EvaluationTracker evaluations) {
    return FinalEvaluation.end(progress, evaluations)
        .map(end -> new Change(End.FINISHED, end.sentence(), end.evaluation()));
  }

  /** The newest result of a stage, including the one that is not written yet. */
  static Optional<EvaluationCompleted> newest(
      EvaluationTracker evaluations, Optional<EvaluationCompleted> over, PlannedStage stage) {
    EvaluationTrigger trigger = new EvaluationTrigger(stage.id());
    return over.filter(
            result ->
                EvaluationId.parse(result.getEvaluation())
                    .filter(id -> id.trigger().equals(trigger))
                    .isPresent())
        .or(() -> evaluations.newest(trigger));
  }
}
