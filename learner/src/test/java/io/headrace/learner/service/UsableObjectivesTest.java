package io.headrace.learner.service;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.pipeline.config.ConfigLoader;
import io.headrace.pipeline.config.RunConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UsableObjectivesTest {

  @Test
  void theObjectiveOfEveryStageIsChecked() {
    // Given a plan whose second stage names a recipe that does not exist
    String plan =
        "plan=[{id: a, kind: rl, until: {steps: 1}},"
            + " {id: b, kind: rl, recipe: {objective: gpro}, until: {steps: 1}}]";

    // When / Then
    assertThatThrownBy(() -> UsableObjectives.require(config(plan)))
        .hasMessageContaining("there is no recipe 'gpro'");
  }

  @Test
  void builtInRecipesAreAccepted() {
    assertThatCode(() -> UsableObjectives.require(config("learner.rl.objective=seed-vapo")))
        .doesNotThrowAnyException();
  }

  private static RunConfig config(String set) {
    return ConfigLoader.load(Optional.empty(), Map.of(), List.of(set)).config();
  }
}
