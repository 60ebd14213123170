package io.headrace.learner.stage;

import io.headrace.pipeline.plan.PlannedStage;

/** What the learner does next. */
public sealed interface LearnerAction {

  /** It takes the next step of a stage. */
  record Train(PlannedStage stage) implements LearnerAction {}

  /** It publishes its weights: the granted steps are taken, or the stage ends. */
  record Publish() implements LearnerAction {}

  /**
   * It writes the event of the step at which it stopped.
   *
   * @param grant number of the grant that ended training
   * @param stage id of the stage of that grant
   */
  record Stop(long grant, String stage) implements LearnerAction {}

  /**
   * It waits and takes no step.
   *
   * @param what what it waits for
   * @param reason the same in words, for heartbeats
   */
  record Wait(Waiting what, String reason) implements LearnerAction {}

  /** What a learner may wait for. */
  enum Waiting {
    /** The curriculum's first grant, or the next one. */
    GRANT,
    /** RESUME. */
    RESUME,
    /** Nothing: no further step is taken. */
    NOTHING
  }
}
