package io.headrace.learner.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.headrace.learner.batch.BatchFilterRules;
import io.headrace.learner.objective.KimiObjective;
import io.headrace.learner.objective.SftObjective;
import io.headrace.learner.objective.advantage.Baseline;
import io.headrace.learner.objective.policyloss.SequenceMirrorDescent.Form;
import io.headrace.learner.objective.recipe.RecipeCatalog;
import io.headrace.learner.packing.MicroBatchPacker;
import io.headrace.learner.step.StepSettings;
import io.headrace.learner.step.UpdatePlan;
import io.headrace.pipeline.config.ConfigLoader;
import io.headrace.pipeline.config.LearnerConfig;
import io.headrace.pipeline.config.RunConfig;
import io.headrace.pipeline.plan.PlannedStage;
import io.headrace.pipeline.plan.StagePlan;
import io.headrace.policy.Architecture;
import io.headrace.policy.ModelConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

/** What each setting of the learner becomes. */
class RecipesTest {

  @Test
  void onlyStepsOfMirrorDescentResetTheOptimizer() {
    assertThat(rl(config().learner()).resetsOptimizer()).isTrue();
    assertThat(rl(config("learner.rl.objective=grpo").learner()).resetsOptimizer()).isFalse();
    assertThat(sft(config().learner()).resetsOptimizer()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void theObjectiveHasTheConfiguredBaselineAndTau(Baseline baseline) {
    // When
    StepSettings settings =
        rl(
            config(
                    "learner.rl.baseline=" + baseline.name().toLowerCase(Locale.ROOT),
                    "learner.rl.tau=0.3")
                .learner());

    // Then
    assertThat(settings.objective()).isEqualTo(KimiObjective.of(Form.GRADIENT, baseline, 0.3));
    assertThat(sft(config().learner()).objective()).isEqualTo(SftObjective.create());
  }

  @ParameterizedTest
  @FieldSource("io.headrace.learner.objective.recipe.RecipeCatalog#NAMES")
  void everyBuiltInRecipeCanBeTheObjective(String name) {
    assertThat(rl(config("learner.rl.objective=" + name).learner()).objective().name())
        .isEqualTo(name);
  }

  @Test
  void anUnknownRecipeIsRejectedWithItsSetting() {
    assertThatThrownBy(() -> rl(config("learner.rl.objective=gpro").learner()))
        .hasMessageStartingWith("[learner.rl.objective] there is no recipe 'gpro'");
  }

  @Test
  void aRecipeThatReadsAReferenceModelIsRejected(@TempDir Path folder) throws IOException {
    // Given
    Path file = folder.resolve("mine.yaml");
    Files.writeString(file, RecipeCatalog.yaml("grpo").replace("beta: 0 ", "beta: 0.04 "));

    // Then
    assertThatThrownBy(() -> rl(config("learner.rl.objective=" + file).learner()))
        .hasMessageContaining("mine has a KL penalty towards a reference model");
  }

  @Test
  void bothStagesClipDecayAndPackAsConfigured() {
    // Given
    RunConfig config =
        config(
            "learner.clip-norm=0.25",
            "learner.weight-decay=0.125",
            "learner.micro-batch-tokens=512",
            "learner.rl.epochs-per-batch=3",
            "learner.rl.mini-batches=5");

    // Then
    for (StepSettings settings : List.of(sft(config.learner()), rl(config.learner()))) {
      assertThat(settings.optimizer().maxGradientNorm()).isEqualTo(0.25);
      assertThat(settings.optimizer().weightDecay()).isEqualTo(0.125);
      assertThat(settings.packer()).isEqualTo(new MicroBatchPacker(512));
    }
    assertThat(rl(config.learner()).plan()).isEqualTo(new UpdatePlan(3, 5));
    assertThat(sft(config.learner()).plan()).isEqualTo(new UpdatePlan(1, 1));
  }

  @Test
  void thePolicysRateFallsToATenthOverTheConfiguredSteps() {
    // Given 7 steps of 2 passes with 3 updates each
    StepSettings falling =
        rl(
            config(
                    "learner.rl.learning-rate=1e-3",
                    "learner.rl.decay-steps=7",
                    "learner.rl.epochs-per-batch=2",
                    "learner.rl.mini-batches=3")
                .learner());
    StepSettings constant = rl(config("learner.rl.decay-steps=0").learner());

    // Then
    assertThat(falling.rate().at(0)).isEqualTo(1e-3);
    assertThat(falling.rate().at(21)).isCloseTo(0.55e-3, within(1e-12));
    assertThat(falling.rate().at(42)).isCloseTo(1e-4, within(1e-12));
    assertThat(constant.rate().at(1_000_000)).isEqualTo(constant.rate().at(0));
  }

  @Test
  void theSupervisedRateWarmsUp() {
    // When
    StepSettings settings =
        sft(config("learner.sft.learning-rate=1e-2", "learner.sft.warmup-steps=10").learner());

    // Then
    assertThat(settings.rate().at(0)).isCloseTo(1e-3, within(1e-12));
    assertThat(settings.rate().at(9)).isEqualTo(1e-2);
    assertThat(settings.rate().at(10_000)).isEqualTo(1e-2);
  }

  @Test
  void theFilterTakesStalenessOfTheRunRewardsOfTheStageAndSizesOfTheModel() {
    // Given a stage that changes what the run says of equal rewards
    RunConfig config =
        config(
            "curriculum.max-staleness=3",
            "learner.rl.mixed-rewards-only=true",
            "plan=[{id: any, kind: rl, recipe: {mixed-rewards-only: false}, until: {steps: 3}}]");
    PlannedStage.Rl stage = (PlannedStage.Rl) StagePlan.of(config).stages().getFirst();

    // When
    BatchFilterRules rules = Recipes.filter(config, stage.recipe(), model());

    // Then
    assertThat(rules).isEqualTo(new BatchFilterRules(3, false, 48, 11));
  }

  private static RunConfig config(String... sets) {
    return ConfigLoader.load(Optional.empty(), Map.of(), List.of(sets)).config();
  }

  private static ModelConfig model() {
    return new ModelConfig(
        Architecture.LLAMA,
        11,
        16,
        24,
        1,
        2,
        1,
        8,
        48,
        1e-5,
        10_000,
        true,
        ModelConfig.AttentionBias.NONE,
        List.of());
  }

  private static StepSettings sft(LearnerConfig config) {
    return Recipes.sft(config, config.sft());
  }

  private static StepSettings rl(LearnerConfig config) {
    return Recipes.rl(config, config.rl());
  }
}
