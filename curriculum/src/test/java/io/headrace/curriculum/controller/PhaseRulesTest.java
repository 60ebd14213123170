package io.headrace.curriculum.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.curriculum.evaluation.EvaluationTracker;
import io.headrace.schemas.Phase;
import io.headrace.schemas.PhaseChanged;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PhaseRulesTest {

  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void aTimeBudgetEndsARunNoSoonerThanItIsUsed() {
    assertThat(after(Duration.ofMinutes(61), Optional.of(Duration.ofHours(1))))
        .contains(new PhaseRules.Change(Phase.FINISHING, "the time budget of 3600s is used up"));
    assertThat(after(Duration.ofMinutes(59), Optional.of(Duration.ofHours(1)))).isEmpty();
  }

  @Test
  void aRunWithoutATimeBudgetGoesOn() {
    assertThat(after(Duration.ofDays(365), Optional.empty())).isEmpty();
  }

  private static Optional<PhaseRules.Change> after(Duration time, Optional<Duration> budget) {
    RunProgress progress = new RunProgress(BEGIN);
    progress.started(Events.started("run", BEGIN));
    progress.entered(new PhaseChanged("run", Phase.TRAINING, "", 1L, "", BEGIN));
    return new PhaseRules(new StageTargets(Optional.empty(), Optional.empty(), 10, budget))
        .next(progress, new EvaluationTracker(), Optional.empty(), BEGIN.plus(time));
  }
}
