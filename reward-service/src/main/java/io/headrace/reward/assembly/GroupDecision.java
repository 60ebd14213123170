package io.headrace.reward.assembly;

import java.time.Instant;

/** A decision about a group. */
public sealed interface GroupDecision {

  /** A decision about a received event. */
  sealed interface OnEvent extends GroupDecision permits Keep, Assemble, Ignore, Reject {}

  /** A decision about a group whose time is due. */
  sealed interface OnTime extends GroupDecision permits Assemble, Expire, Delete, Wait {}

  /** Store the event; the group waits for others. */
  record Keep(GroupState.Open next) implements OnEvent {}

  /** Store the event, if there is one, and emit the group from the stored events. */
  record Assemble(GroupState.Open last) implements OnEvent, OnTime {}

  /** Ignore the event. */
  record Ignore(Reason reason) implements OnEvent {

    /** Why an event is ignored. */
    public enum Reason {
      /** An event with the same id was received before. */
      DUPLICATE,
      /** Its group was emitted or expired before. */
      LATE,
      /** The verdict is for another trace than the first one received under its id. */
      OTHER_TRACE
    }
  }

  /**
   * Write the event to the dead letters, since it is invalid.
   *
   * @param problem one sentence: what was found and what was expected
   */
  record Reject(String problem) implements OnEvent {}

  /** Write the stored events to the dead letters: no request was received for the group in time. */
  record Expire(GroupState.Open last) implements OnTime {}

  /** Delete the entry of a closed group. */
  record Delete() implements OnTime {}

  /** Decide again at the given time. */
  record Wait(Instant until) implements OnTime {}
}
