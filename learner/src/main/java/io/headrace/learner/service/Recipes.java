package io.headrace.learner.service;

import io.headrace.learner.batch.BatchFilterRules;
import io.headrace.learner.batch.TokenInput;
import io.headrace.learner.objective.Objective;
import io.headrace.learner.objective.SftObjective;
import io.headrace.learner.objective.recipe.BuiltObjective;
import io.headrace.learner.objective.recipe.ObjectiveBuilder;
import io.headrace.learner.objective.recipe.Recipe;
import io.headrace.learner.objective.recipe.RecipeCatalog;
import io.headrace.learner.packing.MicroBatchPacker;
import io.headrace.learner.step.LearningRate;
import io.headrace.learner.step.LearningRate.Decay;
import io.headrace.learner.step.StepSettings;
import io.headrace.learner.step.UpdatePlan;
import io.headrace.pipeline.config.LearnerConfig;
import io.headrace.pipeline.config.RlConfig;
import io.headrace.pipeline.config.RunConfig;
import io.headrace.pipeline.config.SftConfig;
import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.policy.ModelConfig;
import io.headrace.policy.program.AdamWSettings;
import java.util.Locale;
import java.util.Map;

/** Makes the settings of steps and filters from the configuration. */
final class Recipes {

  /** Final learning rate of policy optimization, as a fraction of the first. */
  private static final double LAST_SHARE = 0.1;

  private static final String OBJECTIVE = "learner.rl.objective";

  /** The recipe whose baseline and tau are settings. */
  private static final String KIMI = "kimi-k1.5";

  private Recipes() {}

  static StepSettings sft(LearnerConfig config, SftConfig sft) {
    LearningRate rate =
        new LearningRate(sft.learningRate(), sft.warmupSteps(), Decay.CONSTANT, 0, 1);
    return new StepSettings(
        SftObjective.create(),
        new UpdatePlan(1, 1),
        packer(config),
        rate,
        optimizer(config),
        false);
  }

  static StepSettings rl(LearnerConfig config, RlConfig rl) {
    BuiltObjective built = objective(rl);
    return new StepSettings(
        built.objective(),
        new UpdatePlan(rl.epochsPerBatch(), rl.miniBatches()),
        packer(config),
        rate(rl),
        optimizer(config),
        built.resetsOptimizer());
  }

  private static LearningRate rate(RlConfig rl) {
    if (rl.decaySteps() == 0) {
      return LearningRate.constant(rl.learningRate());
    }
    int updates = rl.decaySteps() * rl.epochsPerBatch() * rl.miniBatches();
    return new LearningRate(rl.learningRate(), 0, Decay.COSINE, updates, LAST_SHARE);
  }

  static BatchFilterRules filter(RunConfig config, RlConfig rl, ModelConfig model) {
    return new BatchFilterRules(
        config.curriculum().maxStaleness(),
        rl.mixedRewardsOnly(),
        model.maxPositions(),
        model.vocabularySize());
  }

  /** The objective of a recipe; for the built-in Kimi recipe baseline and tau are settings. */
  private static BuiltObjective objective(RlConfig config) {
    Recipe recipe = RecipeCatalog.get(config.objective(), OBJECTIVE);
    boolean kimi = config.objective().equals(KIMI);
    BuiltObjective built = ObjectiveBuilder.build(kimi ? withSettings(recipe, config) : recipe);
    Objective objective = built.objective();
    if (objective.inputs().contains(TokenInput.REFERENCE_LOG_PROBS)) {
      throw new HeadraceException(
          ErrorCode.INVALID_CONFIG,
          "[%s] %s has a KL penalty towards a reference model, which the learner does not load; set beta to 0 in its recipe"
              .formatted(OBJECTIVE, objective.name()));
    }
    return built;
  }

  private static Recipe withSettings(Recipe recipe, RlConfig config) {
    String baseline = config.baseline().name().toLowerCase(Locale.ROOT);
    return recipe.with(
        Map.of("baseline", baseline, "tau", Double.toString(config.tau())), "learner.rl");
  }

  private static MicroBatchPacker packer(LearnerConfig config) {
    return new MicroBatchPacker(config.microBatchTokens());
  }

  private static AdamWSettings optimizer(LearnerConfig config) {
    AdamWSettings usual = AdamWSettings.of(1);
    return new AdamWSettings(
        usual.learningRate(),
        usual.beta1(),
        usual.beta2(),
        usual.epsilon(),
        config.weightDecay(),
        config.clipNorm());
  }
}
