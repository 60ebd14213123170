package io.headrace.reward.assembly;

import io.headrace.schemas.Trace;
import io.headrace.schemas.Verdict;
import java.util.List;

/**
 * A trace with the verdicts on it.
 *
 * @param trace the first trace of its id
 * @param verdicts the verdicts of required scorers, at most one per scorer
 */
public record JoinedTrace(Trace trace, List<Verdict> verdicts) {

  /** Copies the verdicts. */
  public JoinedTrace {
    verdicts = List.copyOf(verdicts);
  }
}
