package io.headrace.verifier.service;

import io.headrace.schemas.Trace;

/**
 * Identifies the trace of a verdict.
 *
 * @param offset of the trace in its partition
 */
record TraceReference(String run, String traceId, String groupId, long offset) {

  static TraceReference of(Trace trace, long offset) {
    return new TraceReference(trace.getRun(), trace.getTraceId(), trace.getGroupId(), offset);
  }
}
