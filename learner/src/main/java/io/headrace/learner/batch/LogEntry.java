package io.headrace.learner.batch;

import io.headrace.schemas.ScoredGroup;

/** A record of {@code scored-groups} as it came from the log. */
public sealed interface LogEntry {

  /** Where the record stands. */
  LogPosition position();

  /** The groupId; of a record that can't be read a name of its own, never a group's. */
  String id();

  /** A record that decoded. */
  record Group(LogPosition position, ScoredGroup scored) implements LogEntry {
    @Override
    public String id() {
      return scored.getGroupId();
    }
  }

  /**
   * A record that did not decode. It went to {@code dead-letters}; here it only leaves a trace in
   * the step that passed over it.
   *
   * @param reason one sentence: what was wrong with it
   */
  record Unreadable(LogPosition position, String id, String reason) implements LogEntry {}
}
