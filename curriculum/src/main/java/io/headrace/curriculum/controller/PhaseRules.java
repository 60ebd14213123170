package io.headrace.curriculum.controller;

import io.headrace.curriculum.evaluation.EvaluationId;
import io.headrace.curriculum.evaluation.EvaluationTracker;
import io.headrace.curriculum.evaluation.EvaluationTrigger;
import io.headrace.pipeline.group.HeldOutAccuracy;
import io.headrace.schemas.EvaluationCompleted;
import io.headrace.schemas.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Which phase comes next and why: COLD_START → TRAINING → FINISHING → FINISHED. Stateless. A
 * finished run that is started again with settings that allow more steps goes back to TRAINING, and
 * to FINISHING when its last weights were not measured.
 *
 * <p>An evaluation decides only when nearly all of its answers were scored: a broken verifier must
 * not end a phase.
 */
final class PhaseRules {

  private final StageTargets targets;

  PhaseRules(StageTargets targets) {
    this.targets = targets;
  }

  /**
   * A phase to enter.
   *
   * @param reason the metrics that decided it
   * @param evaluation id of the evaluation that decided it, empty when none did
   */
  record Change(Phase phase, String reason, String evaluation) {

    Change(Phase phase, String reason) {
      this(phase, reason, "");
    }
  }

  /** The first phase of a run with the given number of demonstrations. */
  Change first(int demonstrations) {
    if (targets.coldStart().isEmpty()) {
      return new Change(Phase.TRAINING, "the run has no cold start");
    }
    return demonstrations == 0
        ? new Change(Phase.TRAINING, "no task has a demonstration to start from")
        : new Change(Phase.COLD_START, "starting from " + demonstrations + " demonstrations");
  }

  /**
   * The phase that follows now, if one does.
   *
   * @param over the result of an evaluation that is over and not on the log yet, if there is one
   */
  Optional<Change> next(
      RunProgress progress,
      EvaluationTracker book,
      Optional<EvaluationCompleted> over,
      Instant now) {
    return progress
        .phase()
        .flatMap(
            phase ->
                switch (phase) {
                  case COLD_START ->
                      cut(progress, now)
                          .or(
                              () ->
                                  newest(book, over, EvaluationTrigger.COLD_START)
                                      .flatMap(this::warm))
                          .or(() -> coldStartUsedUp(progress, book, over, now));
                  case TRAINING ->
                      cut(progress, now)
                          .or(
                              () ->
                                  newest(book, over, EvaluationTrigger.TRAINING)
                                      .flatMap(this::reached))
                          .or(() -> stepsUsedUp(progress));
                  case FINISHING -> finished(progress, book);
                  case FINISHED ->
                      progress.isStartedAgain()
                          ? Optional.of(again(progress, book, now))
                          : Optional.empty();
                });
  }

  /**
   * A finished run was started again: it goes on if its settings allow it, and else measures its
   * last weights if they are not.
   */
  private Change again(RunProgress progress, EvaluationTracker book, Instant now) {
    return cut(progress, now)
        .or(() -> book.newest(EvaluationTrigger.TRAINING).flatMap(this::reached))
        .or(() -> book.newest(EvaluationTrigger.FINAL).flatMap(this::reached))
        .or(() -> stepsUsedUp(progress))
        .map(end -> still(end, progress, book))
        .orElseGet(
            () ->
                new Change(
                    Phase.TRAINING,
                    "started again after %d steps with settings that allow more"
                        .formatted(progress.trainingSteps())));
  }

  private static Change still(Change end, RunProgress progress, EvaluationTracker book) {
    Optional<FinalEvaluation.End> measuring = FinalEvaluation.end(progress, book);
    String evaluation = measuring.map(FinalEvaluation.End::evaluation).orElse("");
    return measuring.filter(last -> !last.measured()).isPresent()
        ? new Change(
            Phase.FINISHING, "started again, since the final weights were not measured", evaluation)
        : new Change(Phase.FINISHED, "started again, and still " + end.reason(), evaluation);
  }

  private Optional<Change> cut(RunProgress progress, Instant now) {
    if (progress.isStopped()) {
      return finishing("an operator asked to stop");
    }
    return targets
        .timeBudget()
        .filter(budget -> progress.activeTime(now).compareTo(budget) >= 0)
        .flatMap(budget -> finishing("the time budget of " + seconds(budget) + " is used up"));
  }

  private Optional<Change> warm(EvaluationCompleted result) {
    double target = targets.coldStart().map(StageTargets.ColdStart::sampledAccuracy).orElse(0.0);
    return HeldOutAccuracy.of(result.getSampled())
        .filter(accuracy -> accuracy >= target)
        .map(
            accuracy ->
                new Change(
                    Phase.TRAINING,
                    String.format(
                        Locale.ROOT,
                        "sampled held-out accuracy %.3f reached the cold start's %.3f",
                        accuracy,
                        target),
                    result.getEvaluation()));
  }

  /**
   * The learner takes no more cold-start steps, or they took half of the run's time, and the last
   * weights are measured.
   */
  private Optional<Change> coldStartUsedUp(
      RunProgress progress,
      EvaluationTracker book,
      Optional<EvaluationCompleted> over,
      Instant now) {
    long most = targets.coldStart().map(StageTargets.ColdStart::maxSteps).orElse(0L);
    Optional<String> reason =
        progress.coldStartSteps() >= most
            ? Optional.of("the cold start used its " + most + " steps")
            : targets
                .timeBudget()
                .filter(budget -> progress.activeTime(now).compareTo(budget.dividedBy(2)) >= 0)
                .map(budget -> "the cold start used half of the time budget of " + seconds(budget));
    boolean measured =
        newest(book, over, EvaluationTrigger.COLD_START)
            .filter(result -> result.getWeightsVersion() >= progress.newestVersion().value())
            .isPresent();
    return reason.filter(_ -> measured).map(why -> new Change(Phase.TRAINING, why));
  }

  private Optional<Change> reached(EvaluationCompleted result) {
    return targets
        .goal()
        .flatMap(
            goal -> {
              double greedy = HeldOutAccuracy.of(result.getGreedy()).orElse(-1.0);
              double sampled = HeldOutAccuracy.of(result.getSampled()).orElse(-1.0);
              return greedy >= goal.greedyAccuracy() && sampled >= goal.sampledAccuracy()
                  ? Optional.of(
                      new Change(
                          Phase.FINISHING,
                          String.format(
                              Locale.ROOT,
                              "held-out accuracy reached the goal: greedy %.3f, sampled %.3f",
                              greedy,
                              sampled),
                          result.getEvaluation()))
                  : Optional.empty();
            });
  }

  private Optional<Change> stepsUsedUp(RunProgress progress) {
    return progress.trainingSteps() >= targets.maxSteps()
        ? finishing("the run took its " + targets.maxSteps() + " steps")
        : Optional.empty();
  }

  /**
   * Done once the weights that the learner stopped with are measured, or can't be. A step that was
   * under way when FINISHING was decided comes before the learner's answer, however long it takes.
   */
  private static Optional<Change> finished(RunProgress progress, EvaluationTracker book) {
    return FinalEvaluation.end(progress, book)
        .map(end -> new Change(Phase.FINISHED, end.sentence(), end.evaluation()));
  }

  private static Optional<EvaluationCompleted> newest(
      EvaluationTracker book, Optional<EvaluationCompleted> over, EvaluationTrigger occasion) {
    return over.filter(
            result ->
                EvaluationId.parse(result.getEvaluation())
                    .filter(id -> id.occasion() == occasion)
                    .isPresent())
        .or(() -> book.newest(occasion));
  }

  private static Optional<Change> finishing(String reason) {
    return Optional.of(new Change(Phase.FINISHING, reason));
  }

  private static String seconds(Duration duration) {
    return duration.toSeconds() + "s";
  }
}
