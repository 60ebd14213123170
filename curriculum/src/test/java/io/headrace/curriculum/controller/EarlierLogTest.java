package io.headrace.curriculum.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.plan.RunPosition;
import io.headrace.pipeline.plan.StageEnd;
import io.headrace.pipeline.plan.StagePlan;
import io.headrace.schemas.CurriculumSnapshot;
import io.headrace.schemas.Phase;
import io.headrace.schemas.PhaseChanged;
import io.headrace.schemas.ProgressState;
import io.headrace.schemas.Stage;
import io.headrace.schemas.StepCompleted;
import io.headrace.schemas.TrainingGranted;
import io.headrace.testkit.EarlierSchema;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * A log of a version without plans, with phases and without stage ids, is continued with the
 * default plan.
 */
final class EarlierLogTest {

  private static final EventCodec CODEC = EventCodec.released();

  @Test
  void aColdStartIsContinuedAsTheFirstStage() {
    // Given a log of an earlier version in its cold start, with its first version published
    PlanRun run = coldStart(Settings.small());

    // When it is continued
    run.settle();

    // Then its version is evaluated under the same name, and nothing is granted again
    assertThat(run.state()).isEqualTo("cold-start (sft)");
    assertThat(run.log).filteredOn(RunEvent.Granted.class::isInstance).hasSize(1);
    run.answer(1);
    assertThat(run.grant().getSteps()).isEqualTo(30);
    assertThat(run.grant().getStageId()).isEqualTo("cold-start");

    // and training follows as the second stage
    run.learn(10);
    run.answer(5);
    assertThat(run.controller.summary(run.now()).position().orElseThrow().state())
        .isEqualTo(new RunPosition.InStage("training", "rl", 1));
    assertThat(run.log).noneMatch(RunEvent.Demonstrated.class::isInstance);
  }

  @Test
  void trainingIsContinuedAsTheSecondStageWithItsSteps() {
    // Given
    PlanRun run = training(Settings.small());

    // When
    run.settle();

    // Then the grant holds and the steps count
    assertThat(run.state()).isEqualTo("training (rl)");
    assertThat(run.log).filteredOn(RunEvent.Granted.class::isInstance).hasSize(2);
    assertThat(run.controller.summary(run.now()).trainingSteps()).isEqualTo(3);
    assertThat(run.controller.summary(run.now()).stage()).isEqualTo(2);
  }

  @Test
  void underAPlanWithOtherIdsItIsContinuedInTheFirstStageOfTheKind() {
    // Given a plan whose first rl stage takes four steps
    ControllerSettings settings =
        Settings.with(
            new StagePlan(
                List.of(
                    Settings.sft("warm-up", StageEnd.after(20)),
                    Settings.rl("explore", StageEnd.after(4)),
                    Settings.sft("polish", StageEnd.after(20)))),
            Optional.empty());
    PlanRun run = training(settings);
    run.settle();
    run.answer(1);

    // When the fourth step is taken
    run.learn(1);

    // Then the stage after it begins
    assertThat(run.state()).isEqualTo("polish (sft)");
    assertThat(run.grant().getStageId()).isEqualTo("polish");
  }

  @Test
  void aSnapshotOfAnEarlierVersionRestoresTheStateOfItsLog() {
    // Given a run in training, and its snapshot as an earlier version wrote it
    PlanRun run = training(Settings.small());
    CurriculumSnapshot now = run.controller.snapshot(1, run.now());
    ProgressState progress =
        ProgressState.newBuilder(Objects.requireNonNull(now.getProgress()))
            .setPhase(phase(Phase.TRAINING, 1))
            .build();
    byte[] earlier =
        EarlierSchema.encode(CurriculumSnapshot.newBuilder(now).setProgress(progress).build(), 3);

    // When a controller starts from it
    RunController restored = new RunController(Settings.small(), Settings.supply(), PlanRun.BEGIN);
    restored.restore(CODEC.decode(earlier, CurriculumSnapshot.class));

    // Then its state and its decisions are those of the log
    assertThat(restored.state(run.now())).isEqualTo(run.controller.state(run.now()));
    assertThat(restored.decide(run.now().plusSeconds(1)))
        .isEqualTo(run.controller.decide(run.now().plusSeconds(1)));
  }

  private static PlanRun coldStart(ControllerSettings settings) {
    PlanRun run = new PlanRun(settings, _ -> {});
    run.append(new RunEvent.Started(Events.started("run", PlanRun.BEGIN)));
    enter(run, Phase.COLD_START, 0);
    grant(run, 1, Stage.SFT, 20);
    for (int step = 1; step <= 20; step++) {
      step(run, Stage.SFT, step, step == 20 ? 1 : 0);
    }
    return run;
  }

  private static PlanRun training(ControllerSettings settings) {
    PlanRun run = coldStart(settings);
    enter(run, Phase.TRAINING, 1);
    grant(run, 2, Stage.RL, settings.plan().stages().get(1).until().steps());
    for (int step = 1; step <= 3; step++) {
      step(run, Stage.RL, 20 + step, 1 + step);
    }
    return run;
  }

  private static void enter(PlanRun run, Phase phase, long version) {
    PhaseChanged event =
        CODEC.decode(EarlierSchema.encode(phase(phase, version), 2), PhaseChanged.class);
    run.append(new RunEvent.PositionChanged(RunPosition.of(event).orElseThrow()));
  }

  private static PhaseChanged phase(Phase phase, long version) {
    return new PhaseChanged("run", phase, "", version, "", PlanRun.BEGIN);
  }

  private static void grant(PlanRun run, long number, Stage stage, long steps) {
    TrainingGranted event =
        new TrainingGranted("run", number, stage, steps, false, "", PlanRun.BEGIN, "");
    run.append(
        new RunEvent.Granted(CODEC.decode(EarlierSchema.encode(event, 1), TrainingGranted.class)));
  }

  private static void step(PlanRun run, Stage stage, long number, long version) {
    StepCompleted event =
        Events.step("run", number, stage, 0, version, List.of(), List.of(), PlanRun.BEGIN);
    run.append(
        new RunEvent.Stepped(CODEC.decode(EarlierSchema.encode(event, 1), StepCompleted.class)));
  }
}
