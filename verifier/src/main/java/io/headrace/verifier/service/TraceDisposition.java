package io.headrace.verifier.service;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.schemas.Trace;
import java.util.List;

/** What happens to a record that was delivered. */
sealed interface TraceDisposition {

  /**
   * It is scored.
   *
   * @param scorers those of its scorers that the queue runs
   */
  record Score(Trace trace, List<String> scorers) implements TraceDisposition {

    public Score {
      scorers = List.copyOf(scorers);
    }
  }

  /** It names scorers of other queues only and is acknowledged at once. */
  record Skipped() implements TraceDisposition {}

  /** It can't be scored and goes to the dead letters. */
  record Rejected(ErrorCode code, String reason) implements TraceDisposition {}
}
