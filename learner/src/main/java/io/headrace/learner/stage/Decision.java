package io.headrace.learner.stage;

import io.headrace.schemas.Stage;

/** What the learner does next. */
public sealed interface Decision {

  /** It takes the next step of a stage. */
  record Train(Stage stage) implements Decision {}

  /** It publishes what it has, because the stage ends here. */
  record Publish() implements Decision {}

  /**
   * It takes no step for now.
   *
   * @param what what it waits for
   * @param reason the same in words, for heartbeats
   */
  record Wait(Waiting what, String reason) implements Decision {}

  /** What a learner may wait for. */
  enum Waiting {
    /** The curriculum's first phase. */
    FIRST_PHASE,
    /** RESUME. */
    RESUME,
    /** The evaluation of a cold-start version. */
    EVALUATION,
    /** The phase TRAINING. */
    TRAINING_PHASE,
    /** The phase FINISHING, since all steps are taken. */
    FINISHING_PHASE,
    /** Nothing: no further step is taken. */
    NOTHING
  }
}
