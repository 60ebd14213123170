package io.headrace.pipeline.queue;

import java.util.Collection;
import java.util.Map;

/** Where attempts to work on redelivered records are kept. Safe for all threads. */
public interface Attempts extends AutoCloseable {

  /**
   * How many attempts were written for each of some records, by whichever process.
   *
   * @throws RuntimeException if the broker fails; the next call reads again
   */
  Map<RecordPosition, Integer> written(Collection<RecordPosition> places);

  /**
   * Writes the next attempt of each of some records, whose attempts were asked for before. Returns
   * when all are stored: work that ends the process is counted from then on.
   *
   * @throws RuntimeException why one was not stored; none may be worked on then
   */
  void begin(Collection<RecordPosition> places);

  @Override
  void close();
}
