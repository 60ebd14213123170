package io.headrace.reward.assembly;

/**
 * Identifies a verdict within its group.
 *
 * @param sample number of the scored sample
 * @param scorer name of the scorer
 * @param traceOffset offset of the scored trace, {@link #UNKNOWN_OFFSET} when the verdict has none
 */
public record VerdictKey(int sample, String scorer, long traceOffset) {

  /** The offset of a verdict without a trace offset. */
  public static final long UNKNOWN_OFFSET = -1;

  /** Whether the verdict is, or may be, for the trace at the given offset. */
  boolean isOf(long offset) {
    return traceOffset == offset || traceOffset == UNKNOWN_OFFSET;
  }
}
