package io.headrace.curriculum.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.curriculum.evaluation.EvaluationTracker;
import io.headrace.schemas.Accuracy;
import io.headrace.schemas.Command;
import io.headrace.schemas.EvaluationCompleted;
import io.headrace.schemas.Phase;
import io.headrace.schemas.PhaseChanged;
import io.headrace.schemas.Stage;
import io.headrace.schemas.TrainingGranted;
import io.headrace.testkit.ProgressFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A run that took its three steps and finished is started again. */
class StartedAgainTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final RunProgress progress = new RunProgress(NOW);
  private final EvaluationTracker book = new EvaluationTracker();

  @BeforeEach
  void finished() {
    progress.started(Events.started("run", NOW));
    progress.entered(new PhaseChanged("run", Phase.TRAINING, "", 0L, "", NOW));
    for (long version = 1; version <= 3; version++) {
      progress.stepped(
          Events.step("run", version, Stage.RL, version - 1, version, List.of(), List.of(), NOW));
    }
    progress.granted(new TrainingGranted("run", 2L, Stage.RL, 3L, true, "", NOW, ""));
    progress.halted(Events.stopped("run", 2, 3, NOW));
    progress.entered(new PhaseChanged("run", Phase.FINISHED, "", 3L, "", NOW));
  }

  @Test
  void staysFinishedWhileNobodyStartsItWithOtherSettings() {
    assertThat(next(6, 1)).isEmpty();
  }

  @Test
  void goesOnWhenItMayTakeMoreSteps() {
    // When
    startAgain();

    // Then it trains
    PhaseRules.Change change = next(6, 1).orElseThrow();
    assertThat(change)
        .isEqualTo(
            new PhaseRules.Change(
                Phase.TRAINING, "started again after 3 steps with settings that allow more"));

    // and the learner is granted the steps; its old answer no longer counts
    progress.entered(new PhaseChanged("run", Phase.TRAINING, change.reason(), 3L, "", NOW));
    TrainingGranted grant =
        new TrainingGrants("run", targets(6, 1)).next(progress, book, NOW).orElseThrow();
    progress.granted(grant);
    assertThat(grant.getNumber()).isEqualTo(3);
    assertThat(grant.getSteps()).isEqualTo(6);
    assertThat(grant.getEnds()).isFalse();
    assertThat(progress.halted()).isEmpty();
    assertThat(next(6, 1)).isEmpty();
  }

  @Test
  void saysThatItsStepsAreStillTaken() {
    startAgain();

    assertThat(next(3, 1))
        .contains(
            new PhaseRules.Change(
                Phase.FINISHED, "started again, and still the run took its 3 steps"));
  }

  @Test
  void aGoalThatIsReachedStillEndsItAndAHigherOneDoesNot() {
    // Given every fifth answer of the last evaluation is wrong
    book.completed(
        EvaluationCompleted.newBuilder(new ProgressFixture("run").evaluation(3, 0))
            .setEvaluation("v3-final")
            .setGreedy(new Accuracy(8, 10, 10))
            .setSampled(new Accuracy(8, 10, 10))
            .build());
    startAgain();

    assertThat(next(6, 0.8).orElseThrow().reason()).contains("reached the goal: greedy 0.800");
    assertThat(next(6, 0.9).orElseThrow().phase()).isEqualTo(Phase.TRAINING);
  }

  @Test
  void anOperatorsStopStillHolds() {
    progress.commanded(Events.command("run", Command.STOP, NOW));
    startAgain();

    assertThat(next(6, 1).orElseThrow().reason())
        .isEqualTo("started again, and still an operator asked to stop");
  }

  @Test
  void lastWeightsThatWereNotMeasuredAreEvaluatedAgain() {
    // Given a run that ended after three evaluations without an answer that was scored
    inconclusive("v3-final", "v3-final-2", "v3-final-3");
    progress.entered(new PhaseChanged("run", Phase.FINISHED, "", 3L, "v3-final-3", NOW));
    assertThat(next(3, 1)).isEmpty();

    // When
    startAgain();

    // Then
    PhaseRules.Change change = next(3, 1).orElseThrow();
    assertThat(change)
        .isEqualTo(
            new PhaseRules.Change(
                Phase.FINISHING,
                "started again, since the final weights were not measured",
                "v3-final-3"));

    // and it ends with the next evaluations, whose number is said
    progress.entered(
        new PhaseChanged("run", Phase.FINISHING, change.reason(), 3L, "v3-final-3", NOW));
    assertThat(next(3, 1)).isEmpty();
    assertThat(new TrainingGrants("run", targets(3, 1)).next(progress, book, NOW)).isEmpty();
    inconclusive("v3-final-4", "v3-final-5", "v3-final-6");
    assertThat(next(3, 1).orElseThrow())
        .satisfies(
            end -> {
              assertThat(end.phase()).isEqualTo(Phase.FINISHED);
              assertThat(end.evaluation()).isEqualTo("v3-final-6");
              assertThat(end.reason()).contains("not measured: the last of 6 evaluations");
            });
  }

  private void inconclusive(String... ids) {
    for (String id : ids) {
      book.completed(
          EvaluationCompleted.newBuilder(new ProgressFixture("run").evaluation(3, 0))
              .setEvaluation(id)
              .setGreedy(new Accuracy(0, 0, 10))
              .setSampled(new Accuracy(0, 0, 10))
              .build());
    }
  }

  private void startAgain() {
    progress.started(Events.started("run", NOW.plusSeconds(60)));
  }

  private Optional<PhaseRules.Change> next(int maxSteps, double goal) {
    return new PhaseRules(targets(maxSteps, goal)).next(progress, book, Optional.empty(), NOW);
  }

  private static StageTargets targets(int maxSteps, double goal) {
    return new StageTargets(
        Optional.empty(),
        Optional.of(new StageTargets.Goal(goal, goal)),
        maxSteps,
        Optional.of(Duration.ofHours(1)));
  }
}
