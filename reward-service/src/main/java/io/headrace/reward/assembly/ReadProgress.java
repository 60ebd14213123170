package io.headrace.reward.assembly;

import java.time.Duration;
import java.time.Instant;

/**
 * How far the assembler has read; distinguishes a group that is late from an assembler that is
 * behind.
 *
 * <p>After a restart the clock may be past deadlines of groups whose traces were written in time
 * and are not read yet. Therefore a deadline has passed only when the log was read up to it, or
 * when no record was read for a while.
 *
 * @param now the wall clock
 * @param logTime largest timestamp of the records read
 * @param lastRecordAt when the last record was read, by the wall clock; the start before the first
 *     one
 * @param since when this assembler opened the partition
 */
public record ReadProgress(Instant now, Instant logTime, Instant lastRecordAt, Instant since) {

  /**
   * Whether a deadline has passed.
   *
   * @param quietPeriod time without records after which all records count as read
   */
  boolean passed(Instant deadline, Duration quietPeriod) {
    boolean readUpToIt = !logTime.isBefore(deadline);
    boolean silent = !lastRecordAt.plus(quietPeriod).isAfter(now);
    return !now.isBefore(deadline) && (readUpToIt || silent);
  }
}
