package io.headrace.learner.batch;

import io.headrace.schemas.SkippedEntry;

/**
 * A record that a step read and did not train on.
 *
 * @param cause the stable name of the cause, a metric tag
 * @param reason one sentence with the values that decided it
 */
public record SkippedRecord(String id, LogPosition position, Cause cause, String reason) {

  /** Why records are skipped. */
  public enum Cause {
    /** The record is unreadable. */
    UNREADABLE,
    /** An earlier record has the same group id. */
    DUPLICATE,
    /** It belongs to an evaluation. */
    NOT_FOR_TRAINING,
    /** The assembler dropped it. */
    DROPPED_BY_ASSEMBLER,
    /** Fewer than two traces are usable, and at least one was too stale. */
    TOO_STALE,
    /** Fewer than two of its traces have a reward. */
    TOO_FEW_TRACES,
    /** All its rewards are equal, so its advantages are zero. */
    EQUAL_REWARDS,
    /** No token of its traces is trained on. */
    NOTHING_TO_TRAIN,
    /** Its traces are longer than the longest sequence that is trained on. */
    TOO_LONG,
    /** Its traces are inconsistent or have tokens outside the vocabulary. */
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
