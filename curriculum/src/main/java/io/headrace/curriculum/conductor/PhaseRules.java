package io.headrace.curriculum.conductor;

import io.headrace.curriculum.evaluation.EvaluationBook;
import io.headrace.curriculum.evaluation.EvaluationId;
import io.headrace.curriculum.evaluation.Occasion;
import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.schemas.Accuracy;
import io.headrace.schemas.EvaluationCompleted;
import io.headrace.schemas.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which phase comes next and why: COLD_START → TRAINING → FINISHING → FINISHED. Stateless.
 *
 * <p>An evaluation decides only when nearly all of its answers were scored: a broken verifier must
 * not end a phase.
 */
final class PhaseRules {

  /** Share of the requested answers that have to be scored before an accuracy decides anything. */
  private static final double CONCLUSIVE = 0.9;

  private final Targets targets;

  PhaseRules(Targets targets) {
    this.targets = targets;
  }

  /** A phase to enter and the figures that decided it. */
  record Change(Phase phase, String reason) {}

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
      RunProgress progress, EvaluationBook book, Optional<EvaluationCompleted> over, Instant now) {
    return progress
        .phase()
        .flatMap(
            phase ->
                switch (phase) {
                  case COLD_START ->
                      cut(progress, now)
                          .or(() -> newest(book, over, Occasion.COLD_START).flatMap(this::warm))
                          .or(() -> coldStartUsedUp(progress, book, over, now));
                  case TRAINING ->
                      cut(progress, now)
                          .or(() -> newest(book, over, Occasion.TRAINING).flatMap(this::reached))
                          .or(() -> stepsUsedUp(progress));
                  case FINISHING -> finished(progress, book);
                  case FINISHED -> Optional.empty();
                });
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
    double target = targets.coldStart().map(Targets.ColdStart::sampledAccuracy).orElse(0.0);
    return accuracy(result.getSampled())
        .filter(accuracy -> accuracy >= target)
        .map(
            accuracy ->
                new Change(
                    Phase.TRAINING,
                    String.format(
                        Locale.ROOT,
                        "sampled held-out accuracy %.3f reached the cold start's %.3f",
                        accuracy,
                        target)));
  }

  /**
   * The learner takes no more cold-start steps, or they took half of the run's time, and the last
   * weights are measured.
   */
  private Optional<Change> coldStartUsedUp(
      RunProgress progress, EvaluationBook book, Optional<EvaluationCompleted> over, Instant now) {
    long most = targets.coldStart().map(Targets.ColdStart::maxSteps).orElse(0L);
    Optional<String> reason =
        progress.coldStartSteps() >= most
            ? Optional.of("the cold start used its " + most + " steps")
            : targets
                .timeBudget()
                .filter(budget -> progress.activeTime(now).compareTo(budget.dividedBy(2)) >= 0)
                .map(budget -> "the cold start used half of the time budget of " + seconds(budget));
    boolean measured =
        newest(book, over, Occasion.COLD_START)
            .filter(result -> result.getWeightsVersion() >= progress.newestVersion().value())
            .isPresent();
    return reason.filter(_ -> measured).map(why -> new Change(Phase.TRAINING, why));
  }

  private Optional<Change> reached(EvaluationCompleted result) {
    return targets
        .goal()
        .flatMap(
            goal -> {
              double greedy = accuracy(result.getGreedy()).orElse(-1.0);
              double sampled = accuracy(result.getSampled()).orElse(-1.0);
              return greedy >= goal.greedyAccuracy() && sampled >= goal.sampledAccuracy()
                  ? finishing(
                      String.format(
                          Locale.ROOT,
                          "held-out accuracy reached the goal: greedy %.3f, sampled %.3f",
                          greedy,
                          sampled))
                  : Optional.empty();
            });
  }

  private Optional<Change> stepsUsedUp(RunProgress progress) {
    return progress.trainingSteps() >= targets.maxSteps()
        ? finishing("the run took its " + targets.maxSteps() + " steps")
        : Optional.empty();
  }

  /**
   * Done once the weights that the learner stopped with have their final evaluation. A step that
   * was under way when FINISHING was decided comes before the learner's answer, however long it
   * takes.
   */
  private static Optional<Change> finished(RunProgress progress, EvaluationBook book) {
    return progress
        .halted()
        .map(answer -> new WeightsVersion(answer.getWeightsVersion()))
        .filter(last -> book.result(new EvaluationId(last, Occasion.FINAL)).isPresent())
        .map(last -> new Change(Phase.FINISHED, "the final weights " + last + " are measured"));
  }

  private static Optional<EvaluationCompleted> newest(
      EvaluationBook book, Optional<EvaluationCompleted> over, Occasion occasion) {
    return over.filter(
            result ->
                EvaluationId.parse(result.getEvaluation())
                    .filter(id -> id.occasion() == occasion)
                    .isPresent())
        .or(() -> book.newest(occasion));
  }

  /** The accuracy over the scored answers; empty when too few were scored to tell. */
  private static Optional<Double> accuracy(@Nullable Accuracy accuracy) {
    return accuracy == null
            || accuracy.getScored() == 0
            || accuracy.getScored() < CONCLUSIVE * accuracy.getRequested()
        ? Optional.empty()
        : Optional.of((double) accuracy.getCorrect() / accuracy.getScored());
  }

  private static Optional<Change> finishing(String reason) {
    return Optional.of(new Change(Phase.FINISHING, reason));
  }

  private static String seconds(Duration duration) {
    return duration.toSeconds() + "s";
  }
}
