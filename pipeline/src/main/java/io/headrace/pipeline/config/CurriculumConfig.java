package io.headrace.pipeline.config;

import java.time.Duration;

/**
 * Sampling of tasks, number of requested groups, and the end of the stages of the default plan.
 *
 * @param samplesPerGroup samples of one task (G), at least 2
 * @param maxStaleness number of versions that a trace may be behind (eta)
 * @param minTaskWeight minimum weight of a task in prioritized sampling
 * @param successEmaAlpha weight of the newest group in a task's success rate, more than 0
 * @param groupDeadline time without a sampled token after which a worker releases a training group;
 *     queueing does not count
 * @param groupLimit maximum time from the request of a group to its assembly
 * @param coldStartAccuracy sampled held-out accuracy at which SFT ends
 * @param goalGreedyAccuracy greedy held-out accuracy at which RL may end
 * @param goalSampledAccuracy sampled held-out accuracy at which RL may end
 * @param maxSteps maximum number of RL steps
 * @param timeBudget active time of the whole run; 0 for no limit
 */
public record CurriculumConfig(
    int samplesPerGroup,
    int maxStaleness,
    double minTaskWeight,
    double successEmaAlpha,
    Duration groupDeadline,
    Duration groupLimit,
    double coldStartAccuracy,
    double goalGreedyAccuracy,
    double goalSampledAccuracy,
    int maxSteps,
    Duration timeBudget) {

  /** Maximum number of samples of a group, which is one record with all its traces. */
  private static final int MOST_SAMPLES = 4096;

  public CurriculumConfig {
    Check.that(
        samplesPerGroup >= 2,
        "curriculum.samples-per-group",
        "must be at least 2, is %d: a step compares the samples of a group; 8 is common"
            .formatted(samplesPerGroup));
    Check.atMost("curriculum.samples-per-group", samplesPerGroup, MOST_SAMPLES);
    Check.atLeast("curriculum.max-staleness", maxStaleness, 0);
    Check.fraction("curriculum.min-task-weight", minTaskWeight);
    Check.fraction("curriculum.success-ema-alpha", successEmaAlpha);
    Check.positive("curriculum.success-ema-alpha", successEmaAlpha);
    Check.positive("curriculum.group-deadline", groupDeadline);
    Check.positive("curriculum.group-limit", groupLimit);
    Check.fraction("curriculum.cold-start-accuracy", coldStartAccuracy);
    Check.fraction("curriculum.goal-greedy-accuracy", goalGreedyAccuracy);
    Check.fraction("curriculum.goal-sampled-accuracy", goalSampledAccuracy);
    Check.atLeast("curriculum.max-steps", maxSteps, 0);
    Check.notNegative("curriculum.time-budget", timeBudget);
  }
}
