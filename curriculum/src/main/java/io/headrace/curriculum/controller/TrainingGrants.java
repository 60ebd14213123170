package io.headrace.curriculum.controller;

import io.headrace.curriculum.evaluation.EvaluationTracker;
import io.headrace.curriculum.evaluation.EvaluationTrigger;
import io.headrace.schemas.Phase;
import io.headrace.schemas.Stage;
import io.headrace.schemas.TrainingGranted;
import java.time.Instant;
import java.util.Optional;

/**
 * How far the learner may train. This is the one place that decides when supervised steps are
 * published and evaluated, when policy steps begin, and when training ends; the learner obeys the
 * newest grant. Stateless: what follows depends on the phase, the steps, the evaluations and the
 * grant before.
 */
final class TrainingGrants {

  private final String run;
  private final StageTargets targets;

  TrainingGrants(String run, StageTargets targets) {
    this.run = run;
    this.targets = targets;
  }

  /** The grant to write next, if the newest one no longer says what holds. */
  Optional<TrainingGranted> next(RunProgress progress, EvaluationTracker book, Instant now) {
    Optional<TrainingGranted> last = progress.grant();
    Optional<Grant> wanted =
        progress
            .phase()
            .flatMap(
                phase ->
                    switch (phase) {
                      case COLD_START -> supervised(progress, book);
                      case TRAINING -> Optional.of(policySteps());
                      case FINISHING -> Optional.of(ended(progress, last));
                      case FINISHED -> Optional.empty();
                    });
    return wanted
        .filter(grant -> last.filter(grant::isAsIn).isEmpty())
        .map(grant -> event(grant, last.map(TrainingGranted::getNumber).orElse(0L) + 1, now));
  }

  /** Up to the first version, then up to the next one whenever the newest is evaluated. */
  private Optional<Grant> supervised(RunProgress progress, EvaluationTracker book) {
    StageTargets.ColdStart coldStart = targets.coldStart().orElse(StageTargets.ColdStart.NONE);
    long taken = progress.coldStartSteps();
    boolean isEvaluated =
        book.newest(EvaluationTrigger.COLD_START)
            .filter(result -> result.getWeightsVersion() >= progress.newestVersion().value())
            .isPresent();
    if (taken > 0 && !isEvaluated) {
      return Optional.empty();
    }
    long more = taken == 0 ? coldStart.firstPublish() : coldStart.publishEvery();
    long steps = Math.min(coldStart.maxSteps(), taken + more);
    return steps > granted(progress)
        ? Optional.of(
            new Grant(
                Stage.SFT,
                steps,
                false,
                taken == 0
                    ? "the first version is published after them"
                    : "weights %s are evaluated and the cold start goes on"
                        .formatted(progress.newestVersion())))
        : Optional.empty();
  }

  private static long granted(RunProgress progress) {
    return progress
        .grant()
        .filter(last -> last.getStage() == Stage.SFT)
        .map(TrainingGranted::getSteps)
        .orElse(0L);
  }

  private Grant policySteps() {
    return new Grant(Stage.RL, targets.maxSteps(), false, "the run is in phase " + Phase.TRAINING);
  }

  private static Grant ended(RunProgress progress, Optional<TrainingGranted> last) {
    return new Grant(
        last.map(TrainingGranted::getStage).orElse(Stage.RL),
        last.map(TrainingGranted::getSteps).orElse(progress.trainingSteps()),
        true,
        progress.phaseReason());
  }

  private TrainingGranted event(Grant grant, long number, Instant now) {
    return new TrainingGranted(
        run, number, grant.stage(), grant.steps(), grant.ends(), grant.reason(), now, "");
  }

  private record Grant(Stage stage, long steps, boolean ends, String reason) {
    boolean isAsIn(TrainingGranted event) {
      return event.getStage() == stage && event.getSteps() == steps && event.getEnds() == ends;
    }
  }
}
