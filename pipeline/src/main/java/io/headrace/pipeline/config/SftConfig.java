package io.headrace.pipeline.config;

/**
 * Supervised fine-tuning.
 *
 * @param batch demonstrations per step
 * @param learningRate after the warm-up
 * @param warmupSteps steps of linear warm-up
 * @param firstPublish number of steps before the first weights version
 * @param publishEvery number of steps between weights versions
 * @param maxSteps maximum number of steps
 */
public record SftConfig(
    int batch,
    double learningRate,
    int warmupSteps,
    int firstPublish,
    int publishEvery,
    int maxSteps) {

  public SftConfig {
    Check.atLeast("learner.sft.batch", batch, 1);
    Check.learningRate("learner.sft.learning-rate", learningRate);
    Check.atLeast("learner.sft.warmup-steps", warmupSteps, 0);
    Check.atLeast("learner.sft.first-publish", firstPublish, 1);
    Check.atLeast("learner.sft.publish-every", publishEvery, 1);
    Check.atLeast("learner.sft.max-steps", maxSteps, 0);
  }
}
