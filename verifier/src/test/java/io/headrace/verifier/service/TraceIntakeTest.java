package io.headrace.verifier.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.schemas.Trace;
import io.headrace.testkit.RunFixture;
import org.junit.jupiter.api.Test;

class TraceIntakeTest {

  private static final EventCodec CODEC = EventCodec.released();
  private static final RunFixture RUN = RunFixture.of("run");

  private final Trace trace = RUN.trace(RUN.request(1), 0);
  private final TraceIntake intake = new TraceIntake(CODEC, 3);

  @Test
  void aTraceIsScoredUpToItsLastDelivery() {
    // Given
    byte[] value = CODEC.encode(trace);

    // When
    Intake first = intake.decide(value, 1);
    Intake last = intake.decide(value, 3);

    // Then
    assertThat(first).isEqualTo(new Intake.Score(trace));
    assertThat(last).isEqualTo(first);
  }

  @Test
  void aTraceDeliveredOnceMoreIsNotEvenDecoded() {
    // When
    Intake intake =
        this.intake.decide("not an event".getBytes(java.nio.charset.StandardCharsets.UTF_8), 4);

    // Then
    assertThat(intake)
        .isEqualTo(
            new Intake.Refused(
                ErrorCode.TOO_MANY_DELIVERIES,
                "it was delivered 4 times and 3 are allowed, so it may be what ends the verifiers"
                    + " that take it; look at their logs, then correct its scorer or raise"
                    + " verifier.max-deliveries"));
  }

  @Test
  void whatIsNoTraceIsRefused() {
    assertThat(code(null)).isEqualTo(ErrorCode.UNDECODABLE_RECORD);
    assertThat(code(new byte[] {1, 2})).isEqualTo(ErrorCode.UNDECODABLE_RECORD);
    assertThat(code(CODEC.encode(RUN.request(1)))).isEqualTo(ErrorCode.UNDECODABLE_RECORD);
  }

  private ErrorCode code(byte @org.jspecify.annotations.Nullable [] value) {
    return ((Intake.Refused) intake.decide(value, 1)).code();
  }
}
