package io.headrace.pipeline.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.pipeline.config.ConfigLoader;
import io.headrace.pipeline.config.StageKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The stages of a configuration, and the stage to which an event belongs. */
class StagePlanTest {

  private static final String FOUR =
      """
      plan=[{id: sft1, kind: sft, recipe: {batch: 8, learning-rate: 1e-3}, until: {steps: 4}},
      {id: rl1, kind: rl, until: {greedy-accuracy: 0.5, sampled-accuracy: 0.4}},
      {id: sft2, kind: sft, until: {steps: 2, sampled-accuracy: 0.9}},
      {id: rl2, kind: rl, recipe: {tau: 0.2}, until: {steps: 3}}]\
      """;

  @Test
  void theDefaultPlanIsAColdStartAndTraining() {
    // When
    StagePlan plan =
        plan(
            "learner.sft.max-steps=9",
            "curriculum.cold-start-accuracy=0.4",
            "curriculum.max-steps=6",
            "curriculum.time-budget=10m");

    // Then
    assertThat(plan.stages())
        .extracting(PlannedStage::id)
        .containsExactly("cold-start", "training");
    assertThat(plan.stages().getFirst().until())
        .isEqualTo(
            new StageEnd(
                9, Optional.empty(), Optional.of(0.4), Optional.of(Duration.ofMinutes(5))));
    assertThat(plan.stages().getLast().until())
        .isEqualTo(new StageEnd(6, Optional.of(0.94), Optional.of(0.92), Optional.empty()));
  }

  @Test
  void aRunWithoutSupervisedStepsHasNoColdStart() {
    assertThat(plan("learner.sft.max-steps=0").stages())
        .extracting(PlannedStage::kind)
        .containsExactly(StageKind.RL);
    assertThat(plan("curriculum.cold-start-accuracy=0").stages())
        .extracting(PlannedStage::kind)
        .containsExactly(StageKind.RL);
  }

  @Test
  void aStageOverridesTheSettingsOfItsRecipeOnly() {
    // When
    StagePlan plan = plan(FOUR, "learner.rl.tau=0.7", "curriculum.max-steps=44");

    // Then
    assertThat(plan.find("sft1").orElseThrow())
        .isInstanceOfSatisfying(
            PlannedStage.Sft.class,
            stage -> {
              assertThat(stage.recipe().batch()).isEqualTo(8);
              assertThat(stage.recipe().learningRate()).isEqualTo(1e-3);
              assertThat(stage.recipe().warmupSteps()).isEqualTo(20);
              assertThat(stage.until()).isEqualTo(StageEnd.after(4));
            });
    assertThat(plan.find("rl1").orElseThrow())
        .isInstanceOfSatisfying(
            PlannedStage.Rl.class,
            stage -> {
              assertThat(stage.recipe().tau()).isEqualTo(0.7);
              assertThat(stage.until())
                  .isEqualTo(
                      new StageEnd(44, Optional.of(0.5), Optional.of(0.4), Optional.empty()));
            });
    assertThat(plan.find("rl2").orElseThrow())
        .isInstanceOfSatisfying(
            PlannedStage.Rl.class, stage -> assertThat(stage.recipe().tau()).isEqualTo(0.2));
  }

  @Test
  void eventsOfEarlierVersionsBelongToTheFirstStageOfTheirKind() {
    assertThat(plan(FOUR).idOf("", StageKind.SFT)).isEqualTo("sft1");
    assertThat(plan(FOUR).idOf("rl2", StageKind.RL)).isEqualTo("rl2");
    assertThat(plan().idOf("", StageKind.RL)).isEqualTo("training");
    assertThat(plan("learner.sft.max-steps=0").idOf("", StageKind.SFT)).isEqualTo("cold-start");
  }

  @Test
  void aRunIsInTheStageWithItsIdElseItsIndexElseItsKind() {
    StagePlan plan = plan(FOUR);

    assertThat(plan.at(new RunPosition.InStage("sft2", "sft", 0)).id()).isEqualTo("sft2");
    assertThat(plan.at(new RunPosition.InStage("other", "rl", 3)).id()).isEqualTo("rl2");
    assertThat(plan.at(new RunPosition.InStage("training", "rl", -1)).id()).isEqualTo("rl1");
    assertThat(plan.at(new RunPosition.InStage("other", "dpo", 9)).id()).isEqualTo("rl2");
  }

  private static StagePlan plan(String... sets) {
    return StagePlan.of(ConfigLoader.load(Optional.empty(), Map.of(), List.of(sets)).config());
  }
}
