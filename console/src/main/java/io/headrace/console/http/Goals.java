package io.headrace.console.http;

import io.headrace.pipeline.config.RunConfig;
import io.headrace.pipeline.plan.StageEnd;
import io.headrace.pipeline.plan.StagePlan;
import java.time.Duration;

/**
 * The run's end conditions, for the progress bar and the goal lines of the accuracy curve.
 *
 * @param coldStartAccuracy sampled accuracy at which the default plan's cold start ends
 * @param greedyAccuracy held-out accuracy of greedy answers at which the last stage ends; 0 for
 *     none
 * @param sampledAccuracy held-out accuracy at temperature 1 at which the last stage ends; 0 for
 *     none
 * @param maxSteps maximum number of steps of the last stage
 * @param timeBudget time limit of the whole run; 0 for none
 */
public record Goals(
    double coldStartAccuracy,
    double greedyAccuracy,
    double sampledAccuracy,
    int maxSteps,
    Duration timeBudget) {
  /** The goals of a configuration. */
  public static Goals of(RunConfig config) {
    StageEnd until = StagePlan.of(config).stages().getLast().until();
    return new Goals(
        config.curriculum().coldStartAccuracy(),
        until.greedyAccuracy().orElse(0.0),
        until.sampledAccuracy().orElse(0.0),
        Math.toIntExact(until.steps()),
        config.curriculum().timeBudget());
  }
}
