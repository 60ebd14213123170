package io.headrace.pipeline.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.pipeline.config.StageKind;
import io.headrace.schemas.Phase;
import io.headrace.schemas.PhaseChanged;
import io.headrace.schemas.StageStarted;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The position of a run from events of this version and of earlier ones. */
class RunPositionTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void phasesOfEarlierVersionsAreStagesOfTheDefaultPlan() {
    assertThat(phase(Phase.COLD_START).state())
        .isEqualTo(new RunPosition.InStage("cold-start", "sft", -1));
    assertThat(phase(Phase.TRAINING).state())
        .isEqualTo(new RunPosition.InStage("training", "rl", -1));
    assertThat(phase(Phase.TRAINING).isIn(StageKind.RL)).isTrue();
    assertThat(phase(Phase.FINISHING).isOver()).isTrue();
    assertThat(phase(Phase.FINISHED).isFinished()).isTrue();
  }

  @Test
  void aPositionIsRestoredFromItsEvents() {
    // Given
    RunPosition stage =
        RunPosition.of(new StageStarted("r", "b", "dpo", 2, "why", 3L, "v3-a", NOW)).orElseThrow();
    RunPosition end = phase(Phase.FINISHING);

    // When / Then
    assertThat(RunPosition.restored(stage.stageEvent("r").orElseThrow(), null)).contains(stage);
    assertThat(stage.endEvent("r")).isEmpty();
    assertThat(RunPosition.restored(null, end.endEvent("r").orElseThrow())).contains(end);
    assertThat(end.stageEvent("r")).isEmpty();
    assertThat(RunPosition.restored(null, null)).isEmpty();
  }

  private static RunPosition phase(Phase phase) {
    return RunPosition.of(new PhaseChanged("r", phase, "why", 3L, "v3-training", NOW))
        .orElseThrow();
  }
}
