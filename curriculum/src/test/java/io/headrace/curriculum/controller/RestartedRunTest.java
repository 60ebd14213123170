package io.headrace.curriculum.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.curriculum.evaluation.EvaluationTracker;
import io.headrace.pipeline.plan.PlannedStage;
import io.headrace.pipeline.plan.RunPosition.End;
import io.headrace.pipeline.plan.RunPosition.InStage;
import io.headrace.pipeline.plan.StageEnd;
import io.headrace.pipeline.plan.StagePlan;
import io.headrace.schemas.Accuracy;
import io.headrace.schemas.Command;
import io.headrace.schemas.EvaluationCompleted;
import io.headrace.schemas.Stage;
import io.headrace.schemas.TrainingGranted;
import io.headrace.testkit.ProgressFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A run that finished after its three steps is started again. */
class RestartedRunTest {

  private static final InStage TRAINING = new InStage("training", "rl", 0);

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final List<Consumer<RunProgress>> log = new ArrayList<>();
  private final EvaluationTracker evaluations = new EvaluationTracker();

  @BeforeEach
  void finished() {
    log.add(p -> p.apply(Events.started("run", NOW)));
    log.add(p -> p.apply(Events.position(TRAINING, "", 0, "", NOW)));
    for (long step = 1; step <= 3; step++) {
      long version = step;
      log.add(
          p ->
              p.apply(
                  Events.step(
                      "run", version, Stage.RL, version - 1, version, List.of(), List.of(), NOW)));
    }
    log.add(p -> p.apply(new TrainingGranted("run", 2L, Stage.RL, 3L, true, "", NOW, "")));
    log.add(p -> p.apply(Events.stopped("run", 2, 3, NOW)));
    log.add(p -> p.apply(Events.position(End.FINISHED, "", 3, "", NOW)));
  }

  @Test
  void staysFinishedUntilStartedAgain() {
    assertThat(next(6, 1)).isEmpty();
  }

  @Test
  void continuesWhenItsSettingsAllowMoreSteps() {
    // When
    startAgain();

    // Then it trains
    StageRules.Change change = next(6, 1).orElseThrow();
    assertThat(change)
        .isEqualTo(
            new StageRules.Change(
                TRAINING, "started again after 3 steps with settings that allow more"));

    // and the learner is granted the steps; its earlier answer does not count
    log.add(p -> p.apply(Events.position(TRAINING, change.reason(), 3, "", NOW)));
    TrainingGranted grant =
        new TrainingGrants("run", plan(6, 1))
            .next(progress(plan(6, 1)), evaluations, NOW)
            .orElseThrow();
    log.add(p -> p.apply(grant));
    assertThat(grant.getNumber()).isEqualTo(3);
    assertThat(grant.getSteps()).isEqualTo(6);
    assertThat(grant.getEnds()).isFalse();
    assertThat(progress(plan(6, 1)).halted()).isEmpty();
    assertThat(next(6, 1)).isEmpty();
  }

  @Test
  void continuesWithAStageAddedToItsPlan() {
    // Given a plan with a further stage
    PlannedStage added = Settings.rl("further", StageEnd.after(5));
    StagePlan longer = new StagePlan(List.of(plan(3, 1).stages().getFirst(), added));
    startAgain();

    // When / Then
    assertThat(
            new StageRules(longer, Optional.empty(), 0)
                .next(progress(longer), evaluations, Optional.empty(), NOW))
        .contains(
            new StageRules.Change(
                new InStage("further", "rl", 1),
                "started again with a further stage: stage training took its 3 steps"));
  }

  @Test
  void staysFinishedWhenItsStepsAreTaken() {
    startAgain();

    assertThat(next(3, 1))
        .contains(
            new StageRules.Change(
                End.FINISHED,
                "started again, and the run stays finished: stage training took its 3 steps"));
  }

  @Test
  void staysFinishedAtItsGoalAndContinuesWithAHigherOne() {
    // Given every fifth answer of the last evaluation is wrong
    evaluations.apply(
        EvaluationCompleted.newBuilder(new ProgressFixture("run").evaluation(3, 0))
            .setEvaluation("v3-final")
            .setGreedy(new Accuracy(8, 10, 10))
            .setSampled(new Accuracy(8, 10, 10))
            .build());
    startAgain();

    assertThat(next(6, 0.8).orElseThrow().reason()).contains("reached the goal: greedy 0.800");
    assertThat(next(6, 0.9).orElseThrow().to()).isEqualTo(TRAINING);
  }

  @Test
  void staysFinishedAfterAStopCommand() {
    log.add(p -> p.apply(Events.command("run", Command.STOP, NOW)));
    startAgain();

    assertThat(next(6, 1).orElseThrow().reason())
        .isEqualTo("started again, and the run stays finished: an operator asked to stop");
  }

  @Test
  void evaluatesLastWeightsThatWereNotMeasured() {
    // Given a run that ended after three evaluations without scored answers
    inconclusive("v3-final", "v3-final-2", "v3-final-3");
    log.add(p -> p.apply(Events.position(End.FINISHED, "", 3, "v3-final-3", NOW)));
    assertThat(next(3, 1)).isEmpty();

    // When
    startAgain();

    // Then
    StageRules.Change change = next(3, 1).orElseThrow();
    assertThat(change)
        .isEqualTo(
            new StageRules.Change(
                End.FINISHING,
                "started again, since the final weights were not measured",
                "v3-final-3"));

    // and it ends with the next evaluations, whose number is in the reason
    log.add(p -> p.apply(Events.position(End.FINISHING, change.reason(), 3, "v3-final-3", NOW)));
    assertThat(next(3, 1)).isEmpty();
    assertThat(new TrainingGrants("run", plan(3, 1)).next(progress(plan(3, 1)), evaluations, NOW))
        .isEmpty();
    inconclusive("v3-final-4", "v3-final-5", "v3-final-6");
    assertThat(next(3, 1).orElseThrow())
        .satisfies(
            end -> {
              assertThat(end.to()).isEqualTo(End.FINISHED);
              assertThat(end.evaluation()).isEqualTo("v3-final-6");
              assertThat(end.reason()).contains("not measured: the last of 6 evaluations");
            });
  }

  private void inconclusive(String... ids) {
    for (String id : ids) {
      evaluations.apply(
          EvaluationCompleted.newBuilder(new ProgressFixture("run").evaluation(3, 0))
              .setEvaluation(id)
              .setGreedy(new Accuracy(0, 0, 10))
              .setSampled(new Accuracy(0, 0, 10))
              .build());
    }
  }

  private void startAgain() {
    log.add(p -> p.apply(Events.started("run", NOW.plusSeconds(60))));
  }

  private Optional<StageRules.Change> next(int maxSteps, double goal) {
    return new StageRules(plan(maxSteps, goal), Optional.of(Duration.ofHours(1)), 0)
        .next(progress(plan(maxSteps, goal)), evaluations, Optional.empty(), NOW);
  }

  /** The progress from the log, under a plan. */
  private RunProgress progress(StagePlan plan) {
    RunProgress progress = new RunProgress("run", plan, NOW);
    log.forEach(event -> event.accept(progress));
    return progress;
  }

  private static StagePlan plan(int maxSteps, double goal) {
    return new StagePlan(
        List.of(Settings.rl("training", Settings.until(maxSteps, goal, goal, Optional.empty()))));
  }
}
