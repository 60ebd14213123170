package io.headrace.learner.stage;

import io.headrace.pipeline.id.WeightsVersion;
import java.util.Map;

/**
 * How far the learner itself has come.
 *
 * @param steps steps by stage id, those not committed yet included
 * @param stage id of the stage of the last step, empty before the first
 * @param unpublishedSteps steps since the last published version
 * @param published the last published version
 * @param answeredGrant the newest grant that was answered with LearnerStopped; 0 when none was
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
