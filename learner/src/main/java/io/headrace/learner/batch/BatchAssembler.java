package io.headrace.learner.batch;

import io.headrace.learner.batch.SkippedRecord.Cause;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects the next B groups by offset that pass the filter.
 *
 * <p>The batch is a function of the records from the start offset on, of the ids consumed before it
 * and of the version at its start: it does not depend on how the records were polled. A record
 * offered after the batch is complete is rejected, so the caller keeps it for the next one.
 *
 * <p>One assembler makes one batch. Not safe for use by several threads.
 */
public final class BatchAssembler {

  private final BatchFilter filter;
  private final int size;
  private final Set<String> consumedBefore;
  private final Set<String> seen = new HashSet<>();
  private final List<TraceGroup> groups = new ArrayList<>();
  private final List<SkippedRecord> skipped = new ArrayList<>();
  private long nextOffset;

  /**
   * Starts an empty batch.
   *
   * @param filter the rules with the version at batch start
   * @param size how many groups the batch has (B), at least 1
   * @param startOffset where it starts
   * @param consumedBefore ids of the records before {@code startOffset}; read, never changed
   */
  public BatchAssembler(
      BatchFilter filter, int size, long startOffset, Set<String> consumedBefore) {
    if (size < 1) {
      throw new IllegalArgumentException("a batch needs at least one group, not " + size);
    }
    this.filter = filter;
    this.size = size;
    this.nextOffset = startOffset;
    this.consumedBefore = consumedBefore;
  }

  /** Whether the batch has its groups. */
  public boolean complete() {
    return groups.size() == size;
  }

  /** How many groups it has so far. */
  public int groups() {
    return groups.size();
  }

  /** How many records it has skipped so far. */
  public int skipped() {
    return skipped.size();
  }

  /**
   * Takes the next record of the log.
   *
   * @throws IllegalStateException when the batch is complete or the record is earlier than one that
   *     was taken
   */
  public void take(LogEntry entry) {
    if (complete()) {
      throw new IllegalStateException("the batch is complete at offset " + nextOffset);
    }
    if (entry.position().offset() < nextOffset) {
      throw new IllegalStateException(
          "offset %d comes after %d: the log must be read in order"
              .formatted(entry.position().offset(), nextOffset - 1));
    }
    nextOffset = entry.position().offset() + 1;
    switch (decide(entry)) {
      case FilterResult.Admitted admitted -> groups.add(admitted.group());
      case FilterResult.Skipped(SkippedRecord record) -> skipped.add(record);
    }
  }

  /** The batch. */
  public Batch batch() {
    if (!complete()) {
      throw new IllegalStateException(
          "the batch has %d of %d groups".formatted(groups.size(), size));
    }
    return new Batch(groups, skipped, nextOffset);
  }

  private FilterResult decide(LogEntry entry) {
    boolean readable = entry instanceof LogEntry.Group;
    if (readable && (consumedBefore.contains(entry.id()) || !seen.add(entry.id()))) {
      return new FilterResult.Skipped(
          new SkippedRecord(
              entry.id(),
              entry.position(),
              Cause.DUPLICATE,
              "an earlier record has the same group id"));
    }
    return filter.admit(entry);
  }
}
