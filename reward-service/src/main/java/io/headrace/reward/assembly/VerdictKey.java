package io.headrace.reward.assembly;

/**
 * That a scorer judged a trace; names a verdict within its group.
 *
 * @param sample number of the judged sample
 * @param scorer name of the scorer
 * @param traceOffset offset of the judged trace, {@link #UNKNOWN_OFFSET} when the verdict has none
 */
public record VerdictKey(int sample, String scorer, long traceOffset) {

  /** The offset in a verdict that names no offset. */
  public static final long UNKNOWN_OFFSET = -1;

  /** Whether this is, or may be, the key of a verdict on the trace at an offset. */
  boolean isOf(long offset) {
    return traceOffset == offset || traceOffset == UNKNOWN_OFFSET;
  }
}
