package io.headrace.rollout;

import io.headrace.pipeline.error.ErrorCode;

/** What becomes of a record that was taken from the queue. */
sealed interface Intake {

  /** It is sampled. */
  record Sample(GroupJob job) implements Intake {}

  /** Nobody uses its traces any more; its group is abandoned. */
  record Unneeded(String groupId, String why) implements Intake {}

  /** It can't be sampled and goes to the dead letters. */
  record Refused(ErrorCode code, String reason) implements Intake {}
}
