package io.headrace.curriculum.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.plan.RunPosition;
import io.headrace.pipeline.plan.StageEnd;
import io.headrace.pipeline.plan.StagePlan;
import io.headrace.schemas.CurriculumSnapshot;
import io.headrace.schemas.EvaluationCompleted;
import io.headrace.schemas.StageSteps;
import io.headrace.schemas.TrainingGranted;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A run of four stages, SFT → RL → SFT → RL, in which each kind occurs twice. */
final class FourStagesTest {

  private static final EventCodec CODEC = EventCodec.released();

  /** The first ends by accuracy, the second and third by steps, the last by accuracy. */
  private static final ControllerSettings SETTINGS =
      Settings.with(
          new StagePlan(
              List.of(
                  Settings.sft("sft1", Settings.until(60, 0, 0.5, Optional.empty())),
                  Settings.rl("rl1", StageEnd.after(2)),
                  Settings.sft("sft2", StageEnd.after(30)),
                  Settings.rl("rl2", Settings.until(50, 0.9, 0.8, Optional.empty())))),
          Optional.empty());

  @Test
  void aRunEntersTheStagesOfItsPlanInOrderAndCountsTheStepsOfEach() {
    // Given
    PlanRun run = new PlanRun(SETTINGS, _ -> {});

    // When
    walk(run);

    // Then each stage was entered once, in order, with its reason
    assertThat(positions(run))
        .extracting(RunPosition::state)
        .containsExactly(
            new RunPosition.InStage("sft1", "sft", 0),
            new RunPosition.InStage("rl1", "rl", 1),
            new RunPosition.InStage("sft2", "sft", 2),
            new RunPosition.InStage("rl2", "rl", 3),
            RunPosition.End.FINISHING,
            RunPosition.End.FINISHED);
    assertThat(positions(run))
        .extracting(RunPosition::reason)
        .containsExactly(
            "starting from 20 demonstrations",
            "held-out accuracy reached the goal: sampled 1.000",
            "stage rl1 took its 2 steps",
            "stage sft2 took its 30 steps",
            "held-out accuracy reached the goal: greedy 1.000, sampled 1.000",
            "the final weights v8 are measured");

    // and its steps were counted by stage
    CurriculumSnapshot snapshot = run.controller.snapshot(1, run.now());
    assertThat(Objects.requireNonNull(snapshot.getProgress()).getStages())
        .containsExactly(
            new StageSteps("rl1", "rl", 2L),
            new StageSteps("rl2", "rl", 3L),
            new StageSteps("sft1", "sft", 20L),
            new StageSteps("sft2", "sft", 30L));
    assertThat(snapshot.getProgress().getColdStartSteps()).isEqualTo(50);
    assertThat(snapshot.getProgress().getTrainingSteps()).isEqualTo(5);
  }

  @Test
  void eachStageIsGrantedAndEvaluatedUnderItsIdAndDemonstrationsAreWrittenOnce() {
    // Given
    PlanRun run = new PlanRun(SETTINGS, _ -> {});

    // When
    walk(run);

    // Then
    assertThat(grants(run))
        .containsExactly("sft1 20", "rl1 2", "sft2 20", "sft2 30", "rl2 50", "rl2 50 ends");
    assertThat(evaluations(run))
        .containsExactly("v1-sft1", "v4-sft2", "v5-sft2", "v8-rl2", "v8-final");
    assertThat(run.log).filteredOn(RunEvent.Demonstrated.class::isInstance).hasSize(20);
  }

  @Test
  void aControllerRestoredFromTheLogOrASnapshotAtAnyEventEqualsTheLiveOne() {
    walk(
        new PlanRun(
            SETTINGS,
            run -> {
              // When another controller reads the log so far
              RunController rebuilt = run.rebuilt();
              Instant later = run.now().plusSeconds(1);

              // Then its state and its decisions are equal
              assertThat(rebuilt.state(run.now())).isEqualTo(run.controller.state(run.now()));
              assertThat(rebuilt.decide(later)).isEqualTo(run.controller.decide(later));

              // and those of one that starts from a snapshot too
              CurriculumSnapshot snapshot = run.controller.snapshot(1, run.now());
              RunController restored =
                  new RunController(SETTINGS, Settings.supply(), PlanRun.BEGIN);
              restored.restore(CODEC.decode(CODEC.encode(snapshot), CurriculumSnapshot.class));
              assertThat(restored.snapshot(1, run.now())).isEqualTo(snapshot);
              assertThat(restored.decide(later)).isEqualTo(run.controller.decide(later));
            }));
  }

  private static void walk(PlanRun run) {
    run.append(new RunEvent.Started(Events.started("run", PlanRun.BEGIN)));
    run.settle();
    assertThat(run.state()).isEqualTo("sft1 (sft)");
    run.learn(20);
    run.answer(5);
    assertThat(run.state()).isEqualTo("rl1 (rl)");
    run.answer(5);
    run.learn(1);
    run.answer(5);
    run.learn(1);
    assertThat(run.state()).isEqualTo("sft2 (sft)");
    run.learn(20);
    run.answer(1);
    run.learn(10);
    run.answer(1);
    assertThat(run.state()).isEqualTo("rl2 (rl)");
    for (int step = 0; step < 3; step++) {
      run.answer(5);
      run.learn(1);
    }
    run.answer(5);
    assertThat(run.state()).isEqualTo("finishing");
    run.stop();
    run.answer(5);
    assertThat(run.state()).isEqualTo("finished");
  }

  private static List<RunPosition> positions(PlanRun run) {
    return run.log.stream()
        .filter(RunEvent.PositionChanged.class::isInstance)
        .map(event -> ((RunEvent.PositionChanged) event).position())
        .toList();
  }

  private static List<String> grants(PlanRun run) {
    return run.log.stream()
        .filter(RunEvent.Granted.class::isInstance)
        .map(event -> label(((RunEvent.Granted) event).event()))
        .toList();
  }

  private static String label(TrainingGranted grant) {
    return grant.getStageId() + " " + grant.getSteps() + (grant.getEnds() ? " ends" : "");
  }

  private static List<String> evaluations(PlanRun run) {
    return run.log.stream()
        .filter(RunEvent.Evaluated.class::isInstance)
        .map(event -> ((RunEvent.Evaluated) event).event())
        .map(EvaluationCompleted::getEvaluation)
        .toList();
  }
}
