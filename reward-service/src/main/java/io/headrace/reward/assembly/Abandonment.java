package io.headrace.reward.assembly;

import java.util.HashSet;
import java.util.Set;

/**
 * The abandoned work of a group.
 *
 * @param reason the first reason, empty when nothing was abandoned
 * @param request whether the request was abandoned, so that no further trace will be written
 * @param traces offsets of the abandoned traces, which get no further verdict
 */
public record Abandonment(String reason, boolean request, Set<Long> traces) {

  /** Nothing was abandoned. */
  public static final Abandonment NONE = new Abandonment("", false, Set.of());

  /** Copies the offsets. */
  public Abandonment {
    traces = Set.copyOf(traces);
  }

  /** With the request abandoned too. */
  Abandonment ofRequest(String why) {
    return new Abandonment(first(why), true, traces);
  }

  /** With a trace abandoned too. */
  Abandonment ofTrace(long offset, String why) {
    Set<Long> more = new HashSet<>(traces);
    more.add(offset);
    return new Abandonment(first(why), request, more);
  }

  private String first(String why) {
    return reason.isEmpty() ? why : reason;
  }
}
