package io.headrace.learner.stage;

import io.headrace.pipeline.id.WeightsVersion;
import java.util.Map;

/**
 * The steps and versions of the learner.
 *
 * @param steps steps by stage id, those not committed yet included
 * @param stage id of the stage of the last step, empty before the first
 * @param unpublishedSteps steps since the last published version
 * @param published the last published version
 * @param answeredGrant the newest grant that was answered with LearnerStopped; 0 for none
 */
public record LearnerProgress(
    Map<String, Long> steps,
    String stage,
    int unpublishedSteps,
    WeightsVersion published,
    long answeredGrant) {

  public LearnerProgress {
    steps = Map.copyOf(steps);
  }
}
