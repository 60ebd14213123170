package io.headrace.pipeline.config;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks the stages of {@code plan} against each other and against the settings that are their
 * defaults.
 */
final class PlanRules {

  private PlanRules() {}

  static void check(
      List<StageSetting> plan,
      LearnerConfig learner,
      CurriculumConfig curriculum,
      TasksConfig tasks) {
    Set<String> ids = new HashSet<>();
    for (StageSetting stage : plan) {
      require(stage, ids.add(stage.id()), "is listed twice; give each stage a different id");
      switch (stage.kind()) {
        case SFT -> {
          SftConfig recipe = StageRecipes.sft(stage, learner.sft());
          SettingRules.check(learner, recipe.learningRate());
          require(
              stage,
              tasks.file().isPresent() || tasks.demonstrations() > 0,
              "is of kind sft and has no demonstrations; raise tasks.demonstrations, which is 0, or"
                  + " leave the stage out");
          requireSteps(stage, learner.sft().maxSteps(), "learner.sft.max-steps");
        }
        case RL -> {
          RlConfig recipe = StageRecipes.rl(stage, learner.rl());
          SettingRules.check(learner, recipe.learningRate());
          SettingRules.check(curriculum, recipe);
          requireSteps(stage, curriculum.maxSteps(), "curriculum.max-steps");
        }
      }
    }
  }

  /** A stage without {@code until.steps} has the maximum number of steps of its kind's setting. */
  private static void requireSteps(StageSetting stage, int defaultSteps, String setting) {
    require(
        stage,
        stage.until().steps().isPresent() || defaultSteps > 0,
        "would take no step, as %s is 0; give it until.steps".formatted(setting));
  }

  private static void require(StageSetting stage, boolean holds, String problem) {
    Check.that(holds, "plan", "stage '%s' %s".formatted(stage.id(), problem));
  }
}
