package io.headrace.reward.streams;

import java.util.Map;
import java.util.NavigableSet;

/** Where the assembler reads traces again that it read before. Used by one thread. */
interface TraceSource extends AutoCloseable {

  /**
   * The values of records on a partition of the traces, by offset; those that the log no longer
   * holds are left out.
   *
   * @throws org.apache.kafka.common.errors.RetriableException when the broker does not give them
   */
  Map<Long, byte[]> read(int partition, NavigableSet<Long> offsets);

  @Override
  void close();
}
