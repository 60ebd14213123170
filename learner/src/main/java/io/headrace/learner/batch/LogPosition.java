package io.headrace.learner.batch;

/**
 * The position of a record on the topic that a step reads.
 *
 * @param partition partition of the topic, 0 for the learner's single-partition topics
 * @param offset offset in the partition, from 0
 */
public record LogPosition(int partition, long offset) implements Comparable<LogPosition> {

  /** Checks that neither is negative. */
  public LogPosition {
    if (partition < 0 || offset < 0) {
      throw new IllegalArgumentException(
          "partition and offset must not be negative: %d, %d".formatted(partition, offset));
    }
  }

  @Override
  public int compareTo(LogPosition other) {
    int byPartition = Integer.compare(partition, other.partition);
    return byPartition != 0 ? byPartition : Long.compare(offset, other.offset);
  }
}
