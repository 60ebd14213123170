package io.headrace.reward.assembly;

import java.util.HashSet;
import java.util.Set;

/**
 * The work on a group that its services have abandoned.
 *
 * @param reason the first reason given, empty when nothing was abandoned
 * @param request whether no further trace arrives
 * @param traces offsets of traces that get no further verdict
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
