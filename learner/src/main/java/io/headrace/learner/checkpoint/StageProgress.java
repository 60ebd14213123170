package io.headrace.learner.checkpoint;

import io.headrace.learner.batch.DemonstrationPosition;

/**
 * What a learner has done in a stage of the plan.
 *
 * @param steps optimizer steps of the stage
 * @param demonstrations the place among the demonstrations; the start in a stage that reads none
 */
public record StageProgress(long steps, DemonstrationPosition demonstrations) {

  /** Of a stage that has not begun. */
  public static final StageProgress NONE = new StageProgress(0, DemonstrationPosition.START);

  /** After one more step that read the demonstrations up to a place. */
  StageProgress after(DemonstrationPosition place) {
    return new StageProgress(steps + 1, place);
  }
}
