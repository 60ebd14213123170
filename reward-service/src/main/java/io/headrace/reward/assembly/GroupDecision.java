package io.headrace.reward.assembly;

import java.time.Instant;

/** What is to be done about a group. */
public sealed interface GroupDecision {

  /** What is to be done with an event that came. */
  sealed interface OnEvent extends GroupDecision permits Keep, Assemble, Ignore, Refuse {}

  /** What is to be done when a group is due. */
  sealed interface OnTime extends GroupDecision permits Assemble, GiveUp, Forget, Wait {}

  /** Keep the event; the group still waits for others. */
  record Keep(GroupState.Open next) implements OnEvent {}

  /** Keep the event if there is one, and emit the group from what was kept. */
  record Assemble(GroupState.Open last) implements OnEvent, OnTime {}

  /** The event changes nothing. */
  record Ignore(Reason reason) implements OnEvent {

    /** Why an event changes nothing. */
    public enum Reason {
      /** One of the same id came before. */
      DUPLICATE,
      /** Its group was emitted or dropped before. */
      LATE,
      /** The verdict is on another trace than the one that came first under its id. */
      OTHER_TRACE
    }
  }

  /**
   * The event contradicts itself or the contract of its topic.
   *
   * @param problem one sentence: what was found and what was expected
   */
  record Refuse(String problem) implements OnEvent {}

  /** Drop what was kept: no request came for the group. */
  record GiveUp(GroupState.Open last) implements OnTime {}

  /** Forget that the group was there. */
  record Forget() implements OnTime {}

  /** Nothing yet; ask again at the given time. */
  record Wait(Instant until) implements OnTime {}
}
