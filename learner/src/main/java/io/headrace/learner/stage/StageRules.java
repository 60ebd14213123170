package io.headrace.learner.stage;

import java.time.Duration;

/**
 * When stages begin and end.
 *
 * @param firstPublish supervised steps before the first published version
 * @param publishEvery supervised steps between published versions
 * @param maxSftSteps supervised steps at most
 * @param maxRlSteps policy steps at most
 * @param coldStartAccuracy sampled held-out accuracy at which the curriculum ends the cold start
 * @param evaluationDeadline how long the evaluation of a version is waited for
 * @param phaseDeadline how long the phase that follows from an evaluation is waited for
 */
public record StageRules(
    int firstPublish,
    int publishEvery,
    int maxSftSteps,
    int maxRlSteps,
    double coldStartAccuracy,
    Duration evaluationDeadline,
    Duration phaseDeadline) {}
