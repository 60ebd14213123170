package io.headrace.pipeline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.pipeline.error.HeadraceException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An invalid plan is rejected with a message that says what to do. */
class PlanSettingTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "3 | must be a list of stages",
        "[3] | its stage 1 is not a map",
        "[{kind: sft, until: {steps: 3}}] | stage 1 has no id; name it",
        "[{id: A b, kind: sft, until: {steps: 3}}] | stage 'A b' has an id that can't be used",
        "[{id: rl-2, kind: rl, until: {steps: 3}}] | stage 'rl-2' has an id that can't be used",
        "[{id: final, kind: sft, until: {steps: 3}}] | stage 'final' has an id that can't be used",
        "[{id: a, until: {steps: 3}}] | stage 'a' has no kind",
        "[{id: a, kind: dpo, until: {steps: 3}}] | stage 'a' has the unknown kind 'dpo'; it must be"
            + " sft or rl",
        "[{id: a, kind: rl}] | stage 'a' has no until, so it would never end; give it steps",
        "[{id: a, kind: rl, until: {}}] | stage 'a' has no until, so it would never end",
        "[{id: a, kind: rl, until: {stesp: 3}}] | stage 'a' has the unknown end 'stesp'; until"
            + " takes steps",
        "[{id: a, kind: rl, until: {steps: 0}}] | stage 'a' has until.steps, which must be between"
            + " 1 and",
        "[{id: a, kind: rl, until: {greedy-accuracy: 2}}] | stage 'a' has until.greedy-accuracy"
            + " 2.0; it must be",
        "[{id: a, kind: rl, data: demonstrations, until: {steps: 3}}] | stage 'a' has the data"
            + " 'demonstrations'; a stage of kind rl reads scored-groups",
        "[{id: a, kind: rl, extra: 1, until: {steps: 3}}] | stage 'a' has the unknown key 'extra'",
        "[{id: a, kind: rl, recipe: {warmup-steps: 3}, until: {steps: 3}}] | stage 'a' has the"
            + " unknown setting 'warmup-steps' in its recipe; a recipe of kind rl takes baseline",
        "[{id: a, kind: sft, recipe: {max-steps: 3}, until: {steps: 3}}] | stage 'a' can't"
            + " change learner.sft.max-steps; give it until.steps",
        "[{id: a, kind: rl, recipe: {groups-per-step: 3}, until: {steps: 3}}] | stage 'a' has"
            + " recipe.mini-batches, which must be at most learner.rl.groups-per-step, which is 3",
        "[{id: a, kind: rl, recipe: {objective: \"\"}, until: {steps: 3}}] | stage 'a' has"
            + " recipe.objective, which must be the name of a recipe",
        "[{id: a, kind: rl, recipe: {tau: -1}, until: {steps: 3}}] | stage 'a' has recipe.tau,"
            + " which must be more than 0",
        "[{id: a, kind: sft, recipe: {batch: x}, until: {steps: 3}}] | stage 'a' has recipe.batch,"
            + " which must be a whole number",
        "[{id: a, kind: rl, until: {steps: 3}}, {id: a, kind: sft, until: {steps: 3}}] | stage 'a'"
            + " is listed twice",
      })
  void rejectsAnInvalidPlan(String plan, String sentence) {
    assertThatThrownBy(() -> load("plan=" + plan))
        .isInstanceOf(HeadraceException.class)
        .hasMessageStartingWith("[--set plan] plan ")
        .hasMessageContaining(sentence);
  }

  @Test
  void rejectsASupervisedStageWithoutDemonstrations() {
    assertThatThrownBy(
            () -> load("plan=[{id: a, kind: sft, until: {steps: 3}}]", "tasks.demonstrations=0"))
        .hasMessageContaining("stage 'a' is of kind sft and has no demonstrations");
  }

  @Test
  void rejectsAStageWithoutSteps() {
    assertThatThrownBy(
            () ->
                load(
                    "plan=[{id: a, kind: sft, until: {sampled-accuracy: 0.3}}]",
                    "learner.sft.max-steps=0"))
        .hasMessageContaining("stage 'a' would take no step, as learner.sft.max-steps is 0");
  }

  @Test
  void aStageMayBeAddedToTheRecordedPlanAndNoneRemoved() {
    // Given
    String first = "{id: a, kind: sft, until: {steps: 3}}";
    String second = "{id: b, kind: rl, until: {steps: 3}}";
    String recorded = "plan: [" + first + "]\n";

    // When / Then
    assertThat(effect(recorded, "[" + first + "," + second + "]"))
        .contains(SettingChange.Effect.FROM_NOW_ON);
    assertThat(effect(recorded, "[{id: a, kind: sft, until: {steps: 9}}]"))
        .contains(SettingChange.Effect.FROM_NOW_ON);
    assertThat(effect(recorded, "[" + second + "]")).contains(SettingChange.Effect.DEFINES_THE_RUN);
    assertThat(effect(recorded, "[]")).contains(SettingChange.Effect.DEFINES_THE_RUN);
    assertThat(effect(recorded, "[" + first + "]")).isEmpty();
  }

  private static Optional<SettingChange.Effect> effect(String recorded, String plan) {
    return SettingChanges.between(recorded, Map.of(), load("plan=" + plan), Map.of()).stream()
        .map(SettingChange::effect)
        .findFirst();
  }

  private static LoadedConfig load(String... sets) {
    return ConfigLoader.load(Optional.empty(), Map.of(), List.of(sets));
  }
}
