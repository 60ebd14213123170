package io.headrace.reward.assembly;

/**
 * That a scorer judged a trace; names a verdict within its group.
 *
 * @param sample number of the judged sample
 * @param scorer name of the scorer
 * @param traceOffset offset of the judged trace, {@link #UNKNOWN_OFFSET} when the scorer did not
 *     say
 */
public record VerdictKey(int sample, String scorer, long traceOffset) {

  /** Stands for the offset of a trace that a verdict does not name. */
  public static final long UNKNOWN_OFFSET = -1;

  /** Whether this is, or may be, a verdictKey of the trace that stands at an offset. */
  boolean isOf(long offset) {
    return traceOffset == offset || traceOffset == UNKNOWN_OFFSET;
  }
}
