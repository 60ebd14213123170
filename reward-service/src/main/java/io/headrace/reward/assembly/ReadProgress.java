package io.headrace.reward.assembly;

import java.time.Duration;
import java.time.Instant;

/**
 * How far the assembler has read, to tell a group that is late from an assembler that is behind.
 *
 * <p>After a restart the clock may be past many deadlines while the traces that met them still wait
 * in the log. So a deadline has passed only when the log was read up to it, or when nothing more
 * came for a while.
 *
 * @param now the wall clock
 * @param logTime largest timestamp of the records read
 * @param lastRecordAt when the last record was read, by the wall clock; the start before the first
 *     one
 * @param since when this assembler took up the partition
 */
public record ReadProgress(Instant now, Instant logTime, Instant lastRecordAt, Instant since) {

  /** Whether a deadline has passed, given how long silence must last to mean that all was read. */
  boolean passed(Instant deadline, Duration quiet) {
    boolean readUpToIt = !logTime.isBefore(deadline);
    boolean silent = !lastRecordAt.plus(quiet).isAfter(now);
    return !now.isBefore(deadline) && (readUpToIt || silent);
  }
}
