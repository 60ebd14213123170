package io.headrace.pipeline.config;

/**
 * Policy optimization.
 *
 * @param objective name of a built-in recipe, or the path of a recipe's YAML file
 * @param baseline what is subtracted from the reward; for the built-in {@code kimi-k1.5} only
 * @param tau weight of the distance to the policy at batch start; for the built-in {@code
 *     kimi-k1.5} only
 * @param groupsPerStep groups in a batch
 * @param epochsPerBatch passes over the batch
 * @param miniBatches optimizer updates per pass; no more than the batch has groups
 * @param learningRate at the first step
 * @param decaySteps steps over which it falls to a tenth along half a cosine, 0 for never
 * @param mixedRewardsOnly whether groups with equal rewards are skipped
 */
public record RlConfig(
    String objective,
    BaselineSetting baseline,
    double tau,
    int groupsPerStep,
    int epochsPerBatch,
    int miniBatches,
    double learningRate,
    int decaySteps,
    boolean mixedRewardsOnly) {

  private static final double MOST_TAU = 1000;

  public RlConfig {
    Check.that(
        !objective.isBlank(),
        "learner.rl.objective",
        "must be the name of a recipe, such as kimi-k1.5, or the path of a recipe's YAML file");
    Check.positive("learner.rl.tau", tau);
    Check.that(
        tau <= MOST_TAU,
        "learner.rl.tau",
        "must be at most %s, is %s: with more, rewards count for nothing".formatted(MOST_TAU, tau));
    Check.atLeast("learner.rl.groups-per-step", groupsPerStep, 1);
    Check.atLeast("learner.rl.epochs-per-batch", epochsPerBatch, 1);
    Check.atLeast("learner.rl.mini-batches", miniBatches, 1);
    Check.that(
        miniBatches <= groupsPerStep,
        "learner.rl.mini-batches",
        "must be at most learner.rl.groups-per-step, which is %d, is %d: a mini-batch holds whole groups"
            .formatted(groupsPerStep, miniBatches));
    Check.learningRate("learner.rl.learning-rate", learningRate);
    Check.atLeast("learner.rl.decay-steps", decaySteps, 0);
  }
}
