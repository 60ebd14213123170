package io.headrace.reward.streams;

import java.util.Map;
import java.util.NavigableSet;

/** Reads traces by their offsets. Used by one thread. */
interface TraceSource extends AutoCloseable {

  /**
   * The values of records of a partition of traces, by offset, without those that the log no longer
   * has.
   *
   * @throws org.apache.kafka.common.errors.RetriableException when the broker does not return them
   */
  Map<Long, byte[]> read(int partition, NavigableSet<Long> offsets);

  @Override
  void close();
}
