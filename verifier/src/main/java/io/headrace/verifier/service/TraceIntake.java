package io.headrace.verifier.service;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.queue.AttemptRule;
import io.headrace.schemas.Trace;
import org.jspecify.annotations.Nullable;

/**
 * Decides what happens to a record of the {@code traces} topic. Pure.
 *
 * @param codec decodes the record
 * @param maxDeliveries {@code verifier.max-deliveries}: attempts to score a trace before it is
 *     given up, since it may be what ends the verifiers that take it
 */
record TraceIntake(EventCodec codec, int maxDeliveries) {

  /**
   * Decides about a record that may be worked on.
   *
   * @param value the record's bytes
   */
  TraceDisposition decide(byte @Nullable [] value) {
    if (value == null) {
      return new TraceDisposition.Refused(ErrorCode.UNDECODABLE_RECORD, "the record has no value");
    }
    try {
      return new TraceDisposition.Score(codec.decode(value, Trace.class));
    } catch (HeadraceException e) {
      return new TraceDisposition.Refused(e.code(), String.valueOf(e.getMessage()));
    }
  }

  /**
   * The dead letter of a record that is not worked on again; it is not even decoded.
   *
   * @param why what decided it
   * @param delivery how often it was delivered, this time included
   * @param attempts how often work on it was begun
   */
  TraceDisposition.Refused giveUp(AttemptRule.Treatment why, int delivery, int attempts) {
    String reason =
        why == AttemptRule.Treatment.TOO_MANY_ATTEMPTS
            ? "it has no verdict after %d attempts in %d deliveries and %d attempts are allowed, so it may be what ends the verifiers that take it; look at their logs, then correct its scorer or raise verifier.max-deliveries"
                .formatted(attempts, delivery, maxDeliveries)
            : "it has no verdict after %d deliveries (attempts: %d) and the broker is about to archive it; look at the verifiers' logs for what ends them or makes them give traces back"
                .formatted(delivery, attempts);
    return new TraceDisposition.Refused(ErrorCode.TOO_MANY_DELIVERIES, reason);
  }
}
