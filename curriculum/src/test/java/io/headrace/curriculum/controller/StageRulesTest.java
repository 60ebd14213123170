package io.headrace.curriculum.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.curriculum.evaluation.EvaluationTracker;
import io.headrace.pipeline.plan.RunPosition.End;
import io.headrace.pipeline.plan.RunPosition.InStage;
import io.headrace.pipeline.plan.StageEnd;
import io.headrace.pipeline.plan.StagePlan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class StageRulesTest {

  private static final StagePlan PLAN =
      new StagePlan(List.of(Settings.rl("training", StageEnd.after(10))));

  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void aRunEndsWhenItsTimeBudgetIsUsedUp() {
    assertThat(after(Duration.ofMinutes(61), Optional.of(Duration.ofHours(1))))
        .contains(new StageRules.Change(End.FINISHING, "the time budget of 3600s is used up"));
    assertThat(after(Duration.ofMinutes(59), Optional.of(Duration.ofHours(1)))).isEmpty();
  }

  @Test
  void aRunWithoutATimeBudgetContinues() {
    assertThat(after(Duration.ofDays(365), Optional.empty())).isEmpty();
  }

  private static Optional<StageRules.Change> after(Duration time, Optional<Duration> budget) {
    RunProgress progress = new RunProgress("run", PLAN, BEGIN);
    progress.apply(Events.started("run", BEGIN));
    progress.apply(Events.position(new InStage("training", "rl", 0), "", 1, "", BEGIN));
    return new StageRules(PLAN, budget, 0)
        .next(progress, new EvaluationTracker(), Optional.empty(), BEGIN.plus(time));
  }
}
