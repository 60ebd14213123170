package io.headrace.verifier.service;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.schemas.Trace;

/** What happens to a record that was delivered. */
sealed interface TraceDisposition {

  /** It is scored. */
  record Score(Trace trace) implements TraceDisposition {}

  /** It can't be scored and goes to the dead letters. */
  record Refused(ErrorCode code, String reason) implements TraceDisposition {}
}
