package io.headrace.curriculum.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.curriculum.evaluation.EvaluationTracker;
import io.headrace.pipeline.plan.RunPosition.End;
import io.headrace.pipeline.plan.RunPosition.InStage;
import io.headrace.pipeline.plan.RunPosition.State;
import io.headrace.schemas.EvaluationCompleted;
import io.headrace.schemas.Stage;
import io.headrace.schemas.TrainingGranted;
import io.headrace.testkit.ProgressFixture;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TrainingGrantsTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final ProgressFixture EVENTS = new ProgressFixture("run");

  /** At most 60 supervised steps, published after 20 and then every 10; 100 policy steps. */
  private final TrainingGrants grants = new TrainingGrants("run", Settings.small().plan());

  private final RunProgress progress = new RunProgress("run", Settings.small().plan(), NOW);
  private final EvaluationTracker evaluations = new EvaluationTracker();
  private long steps;

  @Test
  void theColdStartIsGrantedUpToEachVersion() {
    enter(new InStage("cold-start", "sft", 0));
    assertThat(grant().getSteps()).isEqualTo(20);
    assertThat(next()).isEmpty();
    // Given a first version that is not evaluated yet
    train(Stage.SFT, 20, 1);
    assertThat(next()).isEmpty();
    // When its evaluation is complete, even with few scored answers
    evaluated(1);
    // Then the steps of the next version are granted, once
    TrainingGranted second = grant();
    assertThat(second.getSteps()).isEqualTo(30);
    assertThat(second.getNumber()).isEqualTo(2);
    assertThat(second.getStage()).isEqualTo(Stage.SFT);
    assertThat(next()).isEmpty();
  }

  @Test
  void supervisedStepsAreGrantedUpToTheirMaximum() {
    enter(new InStage("cold-start", "sft", 0));
    grant();
    train(Stage.SFT, 55, 1);
    evaluated(1);
    assertThat(grant().getSteps()).isEqualTo(60);
    train(Stage.SFT, 5, 2);
    evaluated(2);
    assertThat(next()).isEmpty();
  }

  @Test
  void aColdStartOfAnEarlierVersionIsGrantedItsNextSteps() {
    enter(new InStage("cold-start", "sft", 0));
    train(Stage.SFT, 20, 1);
    evaluated(1);
    assertThat(grant().getSteps()).isEqualTo(30);
  }

  @Test
  void allTrainingStepsAreGrantedAtOnceAndFinishingEndsThem() {
    enter(new InStage("training", "rl", 1));
    TrainingGranted training = grant();
    assertThat(training.getStage()).isEqualTo(Stage.RL);
    assertThat(training.getSteps()).isEqualTo(100);
    assertThat(training.getEnds()).isFalse();
    train(Stage.RL, 7, 7);
    assertThat(next()).isEmpty();
    enter(End.FINISHING);
    assertThat(grant().getEnds()).isTrue();
    enter(End.FINISHED);
    assertThat(next()).isEmpty();
  }

  @Test
  void onlyTheAnswerToTheNewestGrantCounts() {
    enter(End.FINISHING);
    TrainingGranted end = grant();
    progress.apply(Events.stopped("run", end.getNumber() - 1, 1, NOW));
    assertThat(progress.halted()).isEmpty();
    progress.apply(Events.stopped("run", end.getNumber(), 2, NOW));
    assertThat(progress.halted()).isPresent();
  }

  private Optional<TrainingGranted> next() {
    return grants.next(progress, evaluations, NOW);
  }

  private TrainingGranted grant() {
    TrainingGranted granted = next().orElseThrow();
    progress.apply(granted);
    return granted;
  }

  private void enter(State state) {
    progress.apply(Events.position(state, "", 0, "", NOW));
  }

  private void train(Stage stage, int count, long version) {
    for (int i = 0; i < count; i++) {
      progress.apply(
          Events.step("run", ++steps, stage, version - 1, version, List.of(), List.of(), NOW));
    }
  }

  private void evaluated(long version) {
    evaluations.apply(
        EvaluationCompleted.newBuilder(EVENTS.evaluation(version, 0))
            .setEvaluation("v" + version + "-cold-start")
            .build());
  }
}
