package io.headrace.learner.batch;

import io.headrace.schemas.SkippedEntry;

/**
 * A record that a step read and did not train on.
 *
 * @param cause the stable name of the cause, a metric tag
 * @param reason one sentence with the values that decided it
 */
public record SkippedRecord(String id, LogPosition position, Cause cause, String reason) {

  /** Why records are left out. */
  public enum Cause {
    /** The record did not decode. */
    UNREADABLE,
    /** A group of that id stands before it on the log. */
    DUPLICATE,
    /** It belongs to an evaluation. */
    NOT_FOR_TRAINING,
    /** The assembler dropped it. */
    DROPPED_BY_ASSEMBLER,
    /** Fewer than two traces are left and at least one of the others was too stale. */
    TOO_STALE,
    /** Fewer than two of its traces have a reward. */
    TOO_FEW_TRACES,
    /** No two of its rewards differ, so it has nothing to say. */
    EQUAL_REWARDS,
    /** No token of its traces is trained on. */
    NOTHING_TO_TRAIN,
    /** It does not fit the longest sequence the learner trains on. */
    TOO_LONG,
    /** Its traces contradict themselves or hold tokens that the model does not know. */
    MALFORMED
  }

  /** The entry as {@code StepCompleted} carries it. */
  public SkippedEntry toEvent() {
    return SkippedEntry.newBuilder()
        .setId(id)
        .setPartition(position.partition())
        .setOffset(position.offset())
        .setReason(reason)
        .build();
  }
}
