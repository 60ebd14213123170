package io.headrace.verifier.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.verifier.scoring.ScoreResult;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class PendingTraceTest {

  private final PendingTrace pending =
      new PendingTrace(new ConsumerRecord<>("traces", 0, 0L, "group", new byte[0]));

  @Test
  void aTraceIsAcceptedWhenTheLastOfItsVerdictsIsConfirmed() {
    // Given a trace that two scorers judge
    pending.waitFor(new CompletableFuture<>());
    pending.waitFor(new CompletableFuture<>());
    pending.oneArrived();
    assertThat(pending.end()).isEmpty();

    // When
    pending.oneArrived();

    // Then
    assertThat(pending.end()).contains(AcknowledgeType.ACCEPT);
  }

  @Test
  void aRejectedTraceWaitsForItsOneDeadLetter() {
    // Given a trace two of whose verdicts were rejected
    assertThat(pending.reject()).isTrue();
    assertThat(pending.reject()).isFalse();
    pending.waitForOne();
    assertThat(pending.end()).isEmpty();

    // When
    pending.oneArrived();

    // Then
    assertThat(pending.end()).contains(AcknowledgeType.REJECT);
  }

  @Test
  void aTraceWhoseLetterIsNotWrittenIsDeliveredAgain() {
    // Given
    pending.reject();

    // When
    pending.release();

    // Then
    assertThat(pending.end()).contains(AcknowledgeType.RELEASE);
  }

  @Test
  void anAbandonedTraceIsNotScored() {
    // Given
    CompletableFuture<Optional<ScoreResult>> result = new CompletableFuture<>();
    pending.waitFor(result);

    // When
    pending.abandon();

    // Then
    assertThat(result).isCancelled();
    assertThat(pending.abandoned()).isTrue();
  }
}
