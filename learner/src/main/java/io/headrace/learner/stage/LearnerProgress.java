package io.headrace.learner.stage;

import io.headrace.pipeline.id.WeightsVersion;

/**
 * How far the learner itself has come.
 *
 * @param sftSteps steps of supervised fine-tuning so far, those not committed yet included
 * @param rlSteps policy steps so far, likewise
 * @param unpublishedSteps steps since the last published version
 * @param published the last published version
 * @param answeredGrant the newest grant that was answered with LearnerStopped; 0 when none was
 */
public record LearnerProgress(
    long sftSteps,
    long rlSteps,
    int unpublishedSteps,
    WeightsVersion published,
    long answeredGrant) {}
