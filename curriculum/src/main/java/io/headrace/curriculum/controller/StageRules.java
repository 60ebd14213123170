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
 * Which stage comes next and why: the stages of the plan in order, then FINISHING, then FINISHED.
 * Stateless. A finished run that is started again with settings that allow more steps goes back to
 * its last stage or to one that was added behind it, and to FINISHING when its last weights were
 * not measured.
 */
final class StageRules {

  private final StagePlan plan;
  private final Optional<Duration> timeBudget;
  private final int demonstrations;

  /**
   * Rules over a plan.
   *
   * @param demonstrations how many the run has; without any, stages of kind sft are left out
   */
  StageRules(StagePlan plan, Optional<Duration> timeBudget, int demonstrations) {
    this.plan = plan;
    this.timeBudget = timeBudget;
    this.demonstrations = demonstrations;
  }

  /**
   * A stage or end state to enter.
   *
   * @param reason the metrics that decided it
   * @param evaluation id of the evaluation that decided it, empty when none did
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
            .<State>map(this::in)
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
   * The stage or end state that follows now, if one does.
   *
   * @param over the result of an evaluation that is over and not on the log yet, if there is one
   */
  Optional<Change> next(
      RunProgress progress,
      EvaluationTracker book,
      Optional<EvaluationCompleted> over,
      Instant now) {
    return progress
        .position()
        .flatMap(
            at ->
                switch (at.state()) {
                  case InStage _ ->
                      cut(progress, now)
                          .or(
                              () ->
                                  StageLimit.met(progress, book, over, now)
                                      .map(end -> after(progress.stage(), end)));
                  case End.FINISHING -> finished(progress, book);
                  case End.FINISHED ->
                      progress.isStartedAgain()
                          ? Optional.of(again(progress, book, now))
                          : Optional.empty();
                });
  }

  private Change after(PlannedStage stage, StageLimit.Met end) {
    return new Change(following(stage), end.reason(), end.evaluation());
  }

  /** The stage that follows one in the plan, or FINISHING after the last. */
  private State following(PlannedStage stage) {
    return plan.after(stage).stream()
        .filter(this::canRun)
        .findFirst()
        .<State>map(this::in)
        .orElse(End.FINISHING);
  }

  private boolean canRun(PlannedStage stage) {
    return stage.kind() != StageKind.SFT || demonstrations > 0;
  }

  private InStage in(PlannedStage stage) {
    return new InStage(stage.id(), stage.kind().text(), plan.stages().indexOf(stage));
  }

  /**
   * A finished run was started again: it goes on if its settings allow it, and else measures its
   * last weights if they are not.
   */
  private Change again(RunProgress progress, EvaluationTracker book, Instant now) {
    Optional<Change> cut = cut(progress, now);
    if (cut.isPresent()) {
      return still(cut.get().reason(), progress, book);
    }
    PlannedStage stage = progress.stage();
    Optional<StageLimit.Met> end =
        newest(book, Optional.empty(), stage)
            .flatMap(result -> StageLimit.reached(stage, result))
            .or(
                () ->
                    book.newest(EvaluationTrigger.FINAL)
                        .flatMap(result -> StageLimit.reached(stage, result)))
            .or(() -> StageLimit.met(progress, book, Optional.empty(), now));
    if (end.isEmpty()) {
      return new Change(
          in(stage),
          "started again after %d steps with settings that allow more"
              .formatted(progress.steps(stage)));
    }
    State next = following(stage);
    return next == End.FINISHING
        ? still(end.get().reason(), progress, book)
        : new Change(next, "started again with a further stage: " + end.get().reason());
  }

  private static Change still(String reason, RunProgress progress, EvaluationTracker book) {
    Optional<FinalEvaluation.End> measuring = FinalEvaluation.end(progress, book);
    String evaluation = measuring.map(FinalEvaluation.End::evaluation).orElse("");
    return measuring.filter(last -> !last.measured()).isPresent()
        ? new Change(
            End.FINISHING, "started again, since the final weights were not measured", evaluation)
        : new Change(End.FINISHED, "started again, and still " + reason, evaluation);
  }

  private Optional<Change> cut(RunProgress progress, Instant now) {
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
   * Done once the weights that the learner stopped with are measured, or can't be. A step that was
   * under way when FINISHING was decided comes before the learner's answer, however long it takes.
   */
  private static Optional<Change> finished(RunProgress progress, EvaluationTracker book) {
    return FinalEvaluation.end(progress, book)
        .map(end -> new Change(End.FINISHED, end.sentence(), end.evaluation()));
  }

  /** The newest result of a stage, that of an evaluation that is over included. */
  static Optional<EvaluationCompleted> newest(
      EvaluationTracker book, Optional<EvaluationCompleted> over, PlannedStage stage) {
    EvaluationTrigger occasion = new EvaluationTrigger(stage.id());
    return over.filter(
            result ->
                EvaluationId.parse(result.getEvaluation())
                    .filter(id -> id.occasion().equals(occasion))
                    .isPresent())
        .or(() -> book.newest(occasion));
  }
}
