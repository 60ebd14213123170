package io.headrace.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.pipeline.config.SettingChange;
import io.headrace.pipeline.config.SettingChange.Effect;
import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.schemas.Accuracy;
import io.headrace.schemas.EvaluationCompleted;
import io.headrace.schemas.Phase;
import io.headrace.schemas.PhaseChanged;
import io.headrace.schemas.RunStarted;
import io.headrace.testkit.ProgressFixture;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunRecordTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final SettingChange STEPS =
      new SettingChange("curriculum.max-steps", "3", "6", Effect.FROM_NOW_ON);
  private static final SettingChange GROUP =
      new SettingChange("curriculum.samples-per-group", "8", "4", Effect.DEFINES_THE_RUN);
  private static final SettingChange TEMPERATURE =
      new SettingChange("sampling.temperature", "1.0", "0.7", Effect.DEFINES_THE_RUN);

  @Test
  void restartingAFinishedRunReturnsANoteWithTheReasonAndAdvice() {
    assertThat(finished().notes("r", List.of(), false))
        .containsExactly(
            "the run is finished already: the run took its 3 steps; to continue raise"
                + " curriculum.max-steps, a goal or curriculum.time-budget, extend plan, or name"
                + " another run");
  }

  @Test
  void allowedChangesAreListed() {
    assertThat(finished().notes("r", List.of(STEPS), false))
        .containsExactly("changed     curriculum.max-steps: was 3, is 6");
  }

  @Test
  void changesOfDefiningSettingsAreRejectedWithEachKey() {
    assertThatThrownBy(() -> finished().notes("r", List.of(GROUP, TEMPERATURE, STEPS), false))
        .isInstanceOfSatisfying(
            HeadraceException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.SETTINGS_CHANGED))
        .hasMessage(
            "[run=r] the run was started with other settings, and its records would no longer fit"
                + " together: curriculum.samples-per-group: was 8, is 4; sampling.temperature: was"
                + " 1.0, is 0.7; set them back, name another run, or take them over with"
                + " --accept-changes");
  }

  @Test
  void acceptedChangesAreListed() {
    assertThat(finished().notes("r", List.of(GROUP, STEPS), true))
        .containsExactly(
            "changed     curriculum.samples-per-group: was 8, is 4",
            "changed     curriculum.max-steps: was 3, is 6");
  }

  @Test
  void aNewRunHasNoNotes() {
    assertThat(RunRecord.NONE.notes("r", List.of(), false)).isEmpty();
  }

  @Test
  void theNewestStartCounts() {
    RunStarted second = new RunStarted("r", "second", "", NOW, Map.of(), List.of());

    assertThat(finished().apply(second).started()).contains(second);
  }

  @Test
  void aRunIsUnmeasuredIfItsFinalEvaluationIsNotConclusive() {
    // Given
    RunRecord ended =
        finished().apply(new PhaseChanged("r", Phase.FINISHED, "", 3L, "v3-final-3", NOW));

    // When
    RunRecord none = ended.apply(evaluation("v3-final-3", 0));

    // Then
    assertThat(none.unmeasured()).isTrue();
    assertThat(none.notes("r", List.of(), false))
        .containsExactly(
            "the run ended and its last weights were not measured; they are evaluated again");

    // and not after another evaluation or a conclusive one
    assertThat(ended.apply(evaluation("v3-final-2", 0)).unmeasured()).isFalse();
    assertThat(ended.apply(evaluation("v3-final-3", 10)).unmeasured()).isFalse();
    RunRecord again = none.apply(new PhaseChanged("r", Phase.FINISHING, "", 3L, "v3-final-3", NOW));
    assertThat(again.unmeasured()).isFalse();
    assertThat(again.ended()).isEqualTo("the run took its 3 steps");
  }

  private static EvaluationCompleted evaluation(String id, int scored) {
    return EvaluationCompleted.newBuilder(new ProgressFixture("r").evaluation(3, 0))
        .setEvaluation(id)
        .setGreedy(new Accuracy(0, scored, 10))
        .setSampled(new Accuracy(0, scored, 10))
        .build();
  }

  private static RunRecord finished() {
    return RunRecord.NONE
        .apply(new RunStarted("r", "first", "", NOW, Map.of(), List.of()))
        .apply(new PhaseChanged("r", Phase.FINISHING, "the run took its 3 steps", 3L, "", NOW))
        .apply(
            new PhaseChanged("r", Phase.FINISHED, "the final weights 3 are measured", 3L, "", NOW));
  }
}
