package io.headrace.learner.batch;

import io.headrace.schemas.ScoredGroup;

/** A record of {@code scored-groups} as it was read from the log. */
public sealed interface LogEntry {

  /** The position of the record. */
  LogPosition position();

  /** The groupId; of an unreadable record a name that no group has. */
  String id();

  /** A readable record. */
  record Group(LogPosition position, ScoredGroup scored) implements LogEntry {
    @Override
    public String id() {
      return scored.getGroupId();
    }
  }

  /**
   * An unreadable record. It is written to {@code dead-letters} and listed in the step that skipped
   * it.
   *
   * @param reason one sentence: why it is unreadable
   */
  record Unreadable(LogPosition position, String id, String reason) implements LogEntry {}
}
