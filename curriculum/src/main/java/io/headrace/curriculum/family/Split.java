package io.headrace.curriculum.family;

/** Which side of the split a task is on: learned from, or kept back to measure what was learned. */
public enum Split {
  /** Tasks for demonstrations and training groups. */
  TRAIN,
  /** Tasks for evaluation; never trained on. */
  HELD_OUT
}
