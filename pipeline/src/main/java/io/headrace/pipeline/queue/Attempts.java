package io.headrace.pipeline.queue;

import java.util.Collection;
import java.util.Map;

/** A store of the attempts to process redelivered records. Safe for all threads. */
public interface Attempts extends AutoCloseable {

  /**
   * The number of attempts that any process has written, for each of the given records.
   *
   * @throws RuntimeException if the broker fails; the next call reads again
   */
  Map<RecordPosition, Integer> written(Collection<RecordPosition> positions);

  /**
   * Writes the next attempt of each of the given records; {@link #written} must have been called
   * for them before. Returns when all are stored, so a crash after that is counted.
   *
   * @throws RuntimeException if an attempt is not stored; none of the records may be processed then
   */
  void begin(Collection<RecordPosition> positions);

  @Override
  void close();
}
