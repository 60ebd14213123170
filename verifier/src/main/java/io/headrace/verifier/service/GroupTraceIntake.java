package io.headrace.verifier.service;

import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.schemas.Trace;
import io.headrace.verifier.scoring.GroupMember;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the traces that name a group scorer. Pure.
 *
 * @param scorer its name
 */
record GroupTraceIntake(EventCodec codec, String scorer) {

  /**
   * The trace of a record. Empty when it does not name the scorer, and when it is no valid trace:
   * the shared queue and the assembler write the dead letters of those.
   */
  Optional<GroupTrace> read(byte @Nullable [] value, long offset) {
    if (value == null) {
      return Optional.empty();
    }
    try {
      Trace trace = codec.decode(value, Trace.class);
      return trace.getScorers().contains(scorer)
          ? Optional.of(new GroupTrace(TraceReference.of(trace, offset), member(trace)))
          : Optional.empty();
    } catch (HeadraceException | IllegalArgumentException invalid) {
      return Optional.empty();
    }
  }

  private static GroupMember member(Trace trace) {
    return new GroupMember(
        trace.getGroupId(), trace.getSamples(), trace.getSample(), Verdicts.input(trace));
  }
}
