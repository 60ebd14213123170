package io.headrace.learner.batch;

import io.headrace.learner.batch.SkippedRecord.Cause;
import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects the next N demonstrations by offset; continues at the first after the last.
 *
 * <p>The batch is a function of its first position, of the topic's content and of its end, which is
 * fixed: all demonstrations appear at once, in one transaction. Not safe for use by several
 * threads.
 */
public final class DemonstrationBatch {

  private final int size;
  private final List<TraceGroup> groups = new ArrayList<>();
  private final List<SkippedRecord> skipped = new ArrayList<>();
  private DemonstrationPosition nextPosition;
  private int usableInPass;

  /**
   * Starts an empty batch.
   *
   * @param size how many demonstrations it has (N), at least 1
   * @param start position of its first record
   */
  public DemonstrationBatch(int size, DemonstrationPosition start) {
    if (size < 1) {
      throw new IllegalArgumentException("a batch needs at least one demonstration, not " + size);
    }
    this.size = size;
    nextPosition = start;
  }

  /** Whether the batch has its demonstrations. */
  public boolean complete() {
    return groups.size() == size;
  }

  /** How many demonstrations it has so far. */
  public int taken() {
    return groups.size();
  }

  /** How many records it has skipped so far. */
  public int skipped() {
    return skipped.size();
  }

  /** Position of the next record to read. */
  public DemonstrationPosition nextPosition() {
    return nextPosition;
  }

  /** Adds the demonstration at the given position. */
  public void take(LogPosition position, TrainingTrace demonstration) {
    requireIncomplete();
    groups.add(new TraceGroup(demonstration.id(), position, List.of(demonstration)));
    usableInPass++;
    nextPosition = nextPosition.after(position.offset());
  }

  /** Skips the record at the given position. */
  public void skip(LogPosition position, String id, Cause cause, String reason) {
    requireIncomplete();
    skipped.add(new SkippedRecord(id, position, cause, reason));
    nextPosition = nextPosition.after(position.offset());
  }

  /**
   * Continues at the first record, since the topic has no further one.
   *
   * @throws HeadraceException INVALID_INPUT when a whole pass had no usable demonstration
   */
  public void wrap() {
    requireIncomplete();
    if (usableInPass == 0 && skipped.size() > 0 && nextPosition.pass() > 0) {
      throw new HeadraceException(
          ErrorCode.INVALID_INPUT,
          "[demonstrations] none of %d can be trained on, the last because %s; correct the tasks file"
              .formatted(skipped.size(), skipped.getLast().reason()));
    }
    usableInPass = 0;
    nextPosition = nextPosition.nextPass();
  }

  /** The batch. */
  public Batch batch() {
    if (!complete()) {
      throw new IllegalStateException(
          "the batch has %d of %d demonstrations".formatted(groups.size(), size));
    }
    return new Batch(groups, skipped, nextPosition.offset());
  }

  private void requireIncomplete() {
    if (complete()) {
      throw new IllegalStateException("the batch is complete at offset " + nextPosition.offset());
    }
  }
}
