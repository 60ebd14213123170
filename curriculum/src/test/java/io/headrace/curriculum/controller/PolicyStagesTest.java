package io.headrace.curriculum.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.plan.StageEnd;
import io.headrace.pipeline.plan.StagePlan;
import io.headrace.schemas.CurriculumSnapshot;
import io.headrace.schemas.StepCompleted;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Two stages of policy optimization, one with 2 groups a step of which no two rewards are equal,
 * and one with 6 groups of any rewards. At staleness 1, two batches are requested at once.
 */
final class PolicyStagesTest {

  private static final EventCodec CODEC = EventCodec.released();
  private static final ControllerSettings SETTINGS =
      Settings.with(
          new StagePlan(
              List.of(
                  Settings.rl("narrow", StageEnd.after(2), 2, true),
                  Settings.rl("wide", StageEnd.after(2), 6, false))),
          Optional.empty());

  @Test
  void groupsAreRequestedAndCountedByTheRecipeOfTheStage() {
    // Given
    PlanRun run = started(new PlanRun(SETTINGS, _ -> {}));
    assertThat(run.state()).isEqualTo("narrow (rl)");
    assertThat(run.requested()).isEqualTo(2 * 2);

    // When its groups have equal rewards, Then none of them waits and others are requested
    run.answer(0, 1.0, 1.0);
    assertThat(run.controller.summary(run.now()).waiting()).isZero();
    assertThat(run.requested()).isEqualTo(2 * 2);

    // When two steps are taken, Then the next stage counts by its own batches
    run.answer(0);
    run.learn(2);
    assertThat(run.state()).isEqualTo("wide (rl)");
    assertThat(run.requested()).isEqualTo(2 * 6);

    // and its groups of equal rewards wait for a step
    run.answer(0, 1.0, 1.0);
    assertThat(run.controller.summary(run.now()).waiting()).isEqualTo(2 * 6);
    assertThat(run.requested()).isZero();
    run.learn(2);
    assertThat(run.state()).isEqualTo("finishing");
    assertThat(batches(run)).containsExactly(2, 2, 6, 6);
  }

  @Test
  void groupsOfEqualRewardsWaitForTheNextStageThatTakesThem() {
    // Given groups that the first stage leaves out and that it has not read yet
    PlanRun run = started(new PlanRun(SETTINGS, _ -> {}));
    run.answer(0);
    run.answer(0, 1.0, 1.0);

    // When
    run.learn(2);

    // Then
    assertThat(run.state()).isEqualTo("wide (rl)");
    assertThat(run.controller.summary(run.now()).waiting() + run.requested()).isEqualTo(2 * 6);
  }

  @Test
  void aControllerThatStartsAnywhereFromTheLogOrASnapshotDecidesTheSame() {
    PlanRun run =
        started(
            new PlanRun(
                SETTINGS,
                each -> {
                  Instant later = each.now().plusSeconds(1);
                  CurriculumSnapshot snapshot = each.controller.snapshot(1, each.now());
                  RunController restored =
                      new RunController(SETTINGS, Settings.supply(), PlanRun.BEGIN);
                  restored.restore(CODEC.decode(CODEC.encode(snapshot), CurriculumSnapshot.class));
                  assertThat(restored.snapshot(1, each.now())).isEqualTo(snapshot);
                  for (RunController other : List.of(each.rebuilt(), restored)) {
                    assertThat(other.decide(later)).isEqualTo(each.controller.decide(later));
                    assertThat(other.summary(later)).isEqualTo(each.controller.summary(later));
                  }
                }));
    run.answer(0, 1.0, 1.0);
    run.answer(0);
    run.learn(2);
    run.answer(0, 1.0, 1.0);
    run.learn(2);
    assertThat(run.state()).isEqualTo("finishing");
  }

  private static PlanRun started(PlanRun run) {
    run.append(new RunEvent.Started(Events.started("run", PlanRun.BEGIN)));
    run.settle();
    return run;
  }

  private static List<Integer> batches(PlanRun run) {
    return run.log.stream()
        .filter(RunEvent.Stepped.class::isInstance)
        .map(event -> ((RunEvent.Stepped) event).event())
        .map(StepCompleted::getBatch)
        .map(List::size)
        .toList();
  }
}
