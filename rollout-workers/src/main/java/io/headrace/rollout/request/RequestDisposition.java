package io.headrace.rollout.request;

import io.headrace.pipeline.error.ErrorCode;

/** How a record of the queue is treated. */
public sealed interface RequestDisposition {

  /** It is sampled. */
  record Sample(GroupJob job) implements RequestDisposition {}

  /** Its traces are not used any more; its group is abandoned. */
  record Unneeded(String groupId, String why) implements RequestDisposition {}

  /** It can't be sampled and goes to the dead letters. */
  record Rejected(ErrorCode code, String reason) implements RequestDisposition {}
}
