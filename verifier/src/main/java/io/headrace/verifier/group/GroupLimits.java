package io.headrace.verifier.group;

import java.time.Duration;

/**
 * Limits of incomplete groups. As much again may be scored or written at the same time.
 *
 * @param traces of incomplete groups together
 * @param characters of their responses together
 * @param timeout how long an incomplete group waits after its newest trace, while its partition is
 *     read to the end
 */
public record GroupLimits(int traces, long characters, Duration timeout) {

  private static final int TRACES = 4_096;
  private static final long CHARACTERS = 64L << 20;

  /** The limits of a verifier: 4,096 traces or 64 Mi characters. */
  public static GroupLimits of(Duration timeout) {
    return new GroupLimits(TRACES, CHARACTERS, timeout);
  }
}
