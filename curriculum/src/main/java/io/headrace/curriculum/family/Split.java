package io.headrace.curriculum.family;

/** The side of the training / held-out split that a task is on. */
public enum Split {
  /** Tasks for demonstrations and training groups. */
  TRAIN,
  /** Tasks for evaluation; never trained on. */
  HELD_OUT
}
