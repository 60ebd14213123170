package io.headrace.console.http;

import io.headrace.pipeline.config.CurriculumConfig;
import java.time.Duration;

/**
 * Where the run wants to go, for the progress and the lines on the accuracy curve.
 *
 * @param coldStartAccuracy sampled accuracy at which the cold start ends
 */
public record Goals(
    double coldStartAccuracy,
    double greedyAccuracy,
    double sampledAccuracy,
    int maxSteps,
    Duration timeBudget) {
  /** The goals of a configuration. */
  public static Goals of(CurriculumConfig config) {
    return new Goals(
        config.coldStartAccuracy(),
        config.goalGreedyAccuracy(),
        config.goalSampledAccuracy(),
        config.maxSteps(),
        config.timeBudget());
  }
}
