package io.headrace.verifier.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.queue.AttemptRule;
import io.headrace.schemas.Trace;
import io.headrace.testkit.RunFixture;
import io.headrace.verifier.family.AdditionScorer;
import io.headrace.verifier.scorer.Scorers;
import java.util.List;
import org.junit.jupiter.api.Test;

class TraceIntakeTest {

  private static final EventCodec CODEC = EventCodec.released();
  private static final RunFixture RUN = RunFixture.of("run");

  private final Trace trace = RUN.trace(RUN.request(1), 0);
  private final List<ScorerQueue> queues =
      ScorerQueue.of(new Scorers(List.of(new AdditionScorer(), new SlowScorer.Blocking())));
  private final TraceIntake intake = new TraceIntake(CODEC, 3, queues.getFirst());
  private final TraceIntake ofSlow = new TraceIntake(CODEC, 3, queues.getLast());

  private byte[] asking(String... scorers) {
    return CODEC.encode(Trace.newBuilder(trace).setScorers(List.of(scorers)).build());
  }

  @Test
  void aTraceIsScored() {
    assertThat(intake.decide(CODEC.encode(trace)))
        .isEqualTo(new TraceDisposition.Score(trace, List.of("addition")));
  }

  @Test
  void eachQueueAsksItsOwnScorers() {
    // Given a trace that asks for a scorer of each queue and for one that does not exist
    byte[] value = asking("addition", "slow", "poetry");

    // When
    TraceDisposition shared = intake.decide(value);
    TraceDisposition own = ofSlow.decide(value);

    // Then
    assertThat(((TraceDisposition.Score) shared).scorers()).containsExactly("addition", "poetry");
    assertThat(((TraceDisposition.Score) own).scorers()).containsExactly("slow");
  }

  @Test
  void aTraceForOtherQueuesOnlyIsSkipped() {
    assertThat(intake.decide(asking("slow"))).isEqualTo(new TraceDisposition.Skipped());
    assertThat(ofSlow.decide(asking("addition"))).isEqualTo(new TraceDisposition.Skipped());
    assertThat(ofSlow.isSkipped(asking("addition"))).isTrue();
    assertThat(ofSlow.isSkipped(asking("slow"))).isFalse();
  }

  @Test
  void onlyTheSharedQueueRejectsARecordThatIsNoTrace() {
    assertThat(intake.decide(new byte[] {1, 2})).isInstanceOf(TraceDisposition.Rejected.class);
    assertThat(ofSlow.decide(new byte[] {1, 2})).isEqualTo(new TraceDisposition.Skipped());
    assertThat(intake.isSkipped(new byte[] {1, 2})).isFalse();
  }

  @Test
  void theRejectionAfterTooManyAttemptsNamesAttemptsAndDeliveries() {
    assertThat(intake.rejectRedelivered(AttemptRule.Treatment.TOO_MANY_ATTEMPTS, 7, 3))
        .isEqualTo(
            new TraceDisposition.Rejected(
                ErrorCode.TOO_MANY_DELIVERIES,
                "it has no verdict after 3 attempts in 7 deliveries and 3 attempts are allowed, so"
                    + " it may crash the verifiers that take it; look at their logs, then"
                    + " correct its scorer or raise verifier.max-deliveries"));
  }

  @Test
  void theRejectionNearTheBrokersLimitNamesThatLimit() {
    assertThat(intake.rejectRedelivered(AttemptRule.Treatment.TOO_MANY_DELIVERIES, 23, 1))
        .isEqualTo(
            new TraceDisposition.Rejected(
                ErrorCode.TOO_MANY_DELIVERIES,
                "it has no verdict after 23 deliveries (attempts: 1) and the broker is about to"
                    + " archive it; look at the verifiers' logs for why they crash or release"
                    + " traces"));
  }

  @Test
  void aRecordThatIsNoTraceIsRejected() {
    assertThat(code(null)).isEqualTo(ErrorCode.UNDECODABLE_RECORD);
    assertThat(code(new byte[] {1, 2})).isEqualTo(ErrorCode.UNDECODABLE_RECORD);
    assertThat(code(CODEC.encode(RUN.request(1)))).isEqualTo(ErrorCode.UNDECODABLE_RECORD);
  }

  private ErrorCode code(byte @org.jspecify.annotations.Nullable [] value) {
    return ((TraceDisposition.Rejected) intake.decide(value)).code();
  }
}
