package io.headrace.verifier.service;

import io.headrace.schemas.Trace;

/**
 * What a verdict names of its trace.
 *
 * @param offset of the trace in its partition
 */
record TraceReference(String run, String traceId, String groupId, long offset) {

  static TraceReference of(Trace trace, long offset) {
    return new TraceReference(trace.getRun(), trace.getTraceId(), trace.getGroupId(), offset);
  }
}
