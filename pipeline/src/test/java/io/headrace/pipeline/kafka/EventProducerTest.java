package io.headrace.pipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.event.EventSerializer;
import io.headrace.testkit.RunFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class EventProducerTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private final TimeoutException noBroker = new TimeoutException("no leader for 60000 ms");

  private final MockProducer<String, SpecificRecord> kafka =
      new MockProducer<>(
          false, null, new StringSerializer(), new EventSerializer(EventCodec.released()));
  private final EventProducer producer = new EventProducer(kafka);

  @Test
  void aFlushThrowsTheFirstFailureSinceTheLastOne() {
    // Given three events of which two fail
    producer.send(event());
    producer.send(event());
    producer.send(event());
    kafka.completeNext();
    kafka.errorNext(noBroker);
    kafka.errorNext(new TimeoutException("later"));

    // When / Then
    assertThatThrownBy(producer::flush)
        .isInstanceOfSatisfying(
            HeadraceException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.UNREACHABLE_BROKER))
        .hasMessageContaining("sending to run.tasks failed: no leader for 60000 ms")
        .hasMessageContaining("check kafka.bootstrap-servers");
    producer.flush();
  }

  @Test
  void aTransactionIsNotCommittedWhenASendOfItFailed() {
    // Given
    producer.initTransactions();
    producer.beginTransaction();
    producer.send(event());
    kafka.errorNext(noBroker);

    // When / Then
    assertThatThrownBy(producer::commitTransaction).isInstanceOf(HeadraceException.class);
    assertThat(kafka.transactionCommitted()).isFalse();
  }

  @Test
  void aTransactionIgnoresTheFailureOfAnEarlierOne() {
    // Given a transaction that failed and was aborted
    producer.initTransactions();
    producer.beginTransaction();
    producer.send(event());
    kafka.errorNext(noBroker);
    producer.abortTransaction();

    // When
    producer.beginTransaction();
    producer.send(event());
    producer.commitTransaction();

    // Then
    assertThat(kafka.transactionCommitted()).isTrue();
  }

  @Test
  void aCallbackGetsItsResultAndNoFlushThrowsIt() {
    // Given
    List<Exception> failures = new ArrayList<>();
    producer.send(event(), (_, problem) -> failures.add(problem));

    // When
    kafka.errorNext(noBroker);
    producer.flush();

    // Then
    assertThat(failures).containsExactly(noBroker);
  }

  @Test
  void aFailedDeliveryHasItsCause() {
    // Given
    Delivery delivery = new Delivery("run.tasks");
    producer.send(event(), delivery);

    // When
    kafka.errorNext(new TopicAuthorizationException(Set.of("run.tasks")));

    // Then
    assertThatThrownBy(() -> delivery.await(LIMIT))
        .isInstanceOfSatisfying(
            HeadraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BROKER_REFUSED))
        .hasMessageContaining("Not authorized to access topics: [run.tasks]");
  }

  @Test
  void aTimeOutIsReportedWithTheAdviceThatTheEventMayStillArrive() {
    // When / Then
    assertThatThrownBy(() -> producer.sendAndWait(event(), Duration.ofMillis(1)))
        .isInstanceOfSatisfying(
            HeadraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TIMED_OUT))
        .hasMessageContaining("may still arrive");
  }

  @Test
  void aDeliveryReturnsTheStoredPosition() {
    // Given
    Delivery delivery = producer.send(event());

    // When
    kafka.completeNext();

    // Then
    assertThat(delivery.stored().offset()).isZero();
    assertThat(delivery.failure()).isEmpty();
  }

  private static ProducerRecord<String, SpecificRecord> event() {
    return new ProducerRecord<>("run.tasks", "key", RunFixture.of("run").request(0));
  }
}
