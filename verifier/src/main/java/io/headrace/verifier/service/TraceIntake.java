package io.headrace.verifier.service;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.queue.AttemptRule;
import io.headrace.schemas.Trace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides what happens to a record of the {@code traces} topic. Pure.
 *
 * @param codec decodes the record
 * @param maxDeliveries {@code verifier.max-deliveries}: attempts to score a trace before it goes to
 *     the dead letters, since it may crash the verifiers that take it
 * @param queue the queue that delivers the records
 */
record TraceIntake(EventCodec codec, int maxDeliveries, ScorerQueue queue) {

  /**
   * Decides about a record that may be scored.
   *
   * @param value the record's bytes
   */
  TraceDisposition decide(byte @Nullable [] value) {
    if (value == null) {
      return reject(ErrorCode.UNDECODABLE_RECORD, "the record has no value");
    }
    try {
      return decide(codec.decode(value, Trace.class));
    } catch (HeadraceException e) {
      return reject(e.code(), String.valueOf(e.getMessage()));
    }
  }

  private TraceDisposition decide(Trace trace) {
    List<String> requested = trace.getScorers().stream().filter(queue::runs).toList();
    boolean isForeign = requested.isEmpty() && !(queue.isShared() && trace.getScorers().isEmpty());
    return isForeign
        ? new TraceDisposition.Skipped()
        : new TraceDisposition.Score(trace, requested);
  }

  /** Every queue delivers every record; only the shared one writes the dead letter. */
  private TraceDisposition reject(ErrorCode code, String reason) {
    return queue.isShared()
        ? new TraceDisposition.Rejected(code, reason)
        : new TraceDisposition.Skipped();
  }

  /**
   * Whether a record of a scorer's own queue does not name this scorer, so that it needs no
   * attempt. A record of the shared queue is not decoded for this.
   */
  boolean isSkipped(byte @Nullable [] value) {
    return !queue.isShared() && decide(value) instanceof TraceDisposition.Skipped;
  }

  /**
   * The dead letter of a record that is not scored again; it is not decoded.
   *
   * @param why what decided it
   * @param delivery how often it was delivered, this time included
   * @param attempts how often work on it was begun
   */
  TraceDisposition.Rejected rejectRedelivered(
      AttemptRule.Treatment why, int delivery, int attempts) {
    String reason =
        why == AttemptRule.Treatment.TOO_MANY_ATTEMPTS
            ? "it has no verdict after %d attempts in %d deliveries and %d attempts are allowed, so it may crash the verifiers that take it; look at their logs, then correct its scorer or raise verifier.max-deliveries"
                .formatted(attempts, delivery, maxDeliveries)
            : "it has no verdict after %d deliveries (attempts: %d) and the broker is about to archive it; look at the verifiers' logs for why they crash or release traces"
                .formatted(delivery, attempts);
    return new TraceDisposition.Rejected(ErrorCode.TOO_MANY_DELIVERIES, reason);
  }
}
