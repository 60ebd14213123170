package io.headrace.rollout;

import io.headrace.pipeline.error.ErrorCode;

/** What becomes of a record that was taken from the queue. */
sealed interface RequestDisposition {

  /** It is sampled. */
  record Sample(GroupJob job) implements RequestDisposition {}

  /** Nobody uses its traces any more; its group is abandoned. */
  record Unneeded(String groupId, String why) implements RequestDisposition {}

  /** It can't be sampled and goes to the dead letters. */
  record Refused(ErrorCode code, String reason) implements RequestDisposition {}
}
