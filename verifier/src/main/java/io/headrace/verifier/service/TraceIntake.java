package io.headrace.verifier.service;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.schemas.Trace;
import org.jspecify.annotations.Nullable;

/**
 * Decides what happens to a record of the {@code traces} topic. Pure.
 *
 * @param codec decodes the record
 * @param maxDeliveries a trace delivered more often is not tried again: it may be what ends the
 *     verifiers that take it
 */
record TraceIntake(EventCodec codec, int maxDeliveries) {

  /**
   * Decides.
   *
   * @param value the record's bytes
   * @param delivery how often it has been delivered, this time included
   */
  Intake decide(byte @Nullable [] value, int delivery) {
    if (delivery > maxDeliveries) {
      return tooManyDeliveries(delivery);
    }
    if (value == null) {
      return new Intake.Refused(ErrorCode.UNDECODABLE_RECORD, "the record has no value");
    }
    try {
      return new Intake.Score(codec.decode(value, Trace.class));
    } catch (HeadraceException e) {
      return new Intake.Refused(e.code(), String.valueOf(e.getMessage()));
    }
  }

  private Intake tooManyDeliveries(int delivery) {
    return new Intake.Refused(
        ErrorCode.TOO_MANY_DELIVERIES,
        ("it was delivered %d times and %d are allowed, so it may be what ends the verifiers that"
                + " take it; look at their logs, then correct its scorer or raise"
                + " verifier.max-deliveries")
            .formatted(delivery, maxDeliveries));
  }
}
