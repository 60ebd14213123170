package io.headrace.verifier.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.queue.AttemptRule;
import io.headrace.schemas.Trace;
import io.headrace.testkit.RunFixture;
import org.junit.jupiter.api.Test;

class TraceIntakeTest {

  private static final EventCodec CODEC = EventCodec.released();
  private static final RunFixture RUN = RunFixture.of("run");

  private final Trace trace = RUN.trace(RUN.request(1), 0);
  private final TraceIntake intake = new TraceIntake(CODEC, 3);

  @Test
  void aTraceIsScored() {
    assertThat(intake.decide(CODEC.encode(trace))).isEqualTo(new TraceDisposition.Score(trace));
  }

  @Test
  void aTraceThatHadItsAttemptsSaysHowManyAndInHowManyDeliveries() {
    assertThat(intake.giveUp(AttemptRule.Treatment.TOO_MANY_ATTEMPTS, 7, 3))
        .isEqualTo(
            new TraceDisposition.Refused(
                ErrorCode.TOO_MANY_DELIVERIES,
                "it has no verdict after 3 attempts in 7 deliveries and 3 attempts are allowed, so"
                    + " it may be what ends the verifiers that take it; look at their logs, then"
                    + " correct its scorer or raise verifier.max-deliveries"));
  }

  @Test
  void aTraceNearTheBrokersLimitSaysSo() {
    assertThat(intake.giveUp(AttemptRule.Treatment.TOO_MANY_DELIVERIES, 23, 1))
        .isEqualTo(
            new TraceDisposition.Refused(
                ErrorCode.TOO_MANY_DELIVERIES,
                "it has no verdict after 23 deliveries (attempts: 1) and the broker is about to"
                    + " archive it; look at the verifiers' logs for what ends them or makes them"
                    + " give traces back"));
  }

  @Test
  void whatIsNoTraceIsRefused() {
    assertThat(code(null)).isEqualTo(ErrorCode.UNDECODABLE_RECORD);
    assertThat(code(new byte[] {1, 2})).isEqualTo(ErrorCode.UNDECODABLE_RECORD);
    assertThat(code(CODEC.encode(RUN.request(1)))).isEqualTo(ErrorCode.UNDECODABLE_RECORD);
  }

  private ErrorCode code(byte @org.jspecify.annotations.Nullable [] value) {
    return ((TraceDisposition.Refused) intake.decide(value)).code();
  }
}
