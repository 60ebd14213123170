package io.headrace.pipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.kafka.BrokerFailure.Kind;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.CoordinatorNotAvailableException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class BrokerFailureTest {

  record Known(Throwable exception, Kind kind) {}

  static Stream<Known> known() {
    return Stream.of(
        new Known(new TimeoutException("60000 ms"), Kind.RETRIABLE),
        new Known(new java.util.concurrent.TimeoutException(), Kind.RETRIABLE),
        new Known(new DisconnectException(), Kind.RETRIABLE),
        new Known(new NotLeaderOrFollowerException("moved"), Kind.RETRIABLE),
        new Known(new CoordinatorNotAvailableException("starting"), Kind.RETRIABLE),
        new Known(new UnknownTopicOrPartitionException("gone"), Kind.RETRIABLE),
        new Known(new UnknownServerException("oops"), Kind.RETRIABLE),
        new Known(
            new ConfigException("No resolvable bootstrap urls given in bootstrap.servers"),
            Kind.RETRIABLE),
        new Known(new ProducerFencedException("fenced"), Kind.FENCED),
        new Known(new InvalidProducerEpochException("old"), Kind.FENCED),
        new Known(new FencedInstanceIdException("fenced"), Kind.FENCED),
        new Known(new UnknownMemberIdException(), Kind.FENCED),
        new Known(new CommitFailedException(), Kind.FENCED),
        new Known(new OutOfOrderSequenceException("7"), Kind.FENCED),
        new Known(new KafkaException("no reason"), Kind.FENCED),
        new Known(new RecordTooLargeException("2 MB"), Kind.BAD_RECORD),
        new Known(new SerializationException("no event"), Kind.BAD_RECORD),
        new Known(new InvalidRecordException("no key"), Kind.BAD_RECORD),
        new Known(new PolicyViolationException("retention"), Kind.PERMANENT),
        new Known(new InvalidConfigurationException("too large"), Kind.PERMANENT),
        new Known(new TopicAuthorizationException(Set.of("t")), Kind.PERMANENT),
        new Known(new GroupAuthorizationException("g"), Kind.PERMANENT),
        new Known(new TransactionalIdAuthorizationException("id"), Kind.PERMANENT),
        new Known(new SaslAuthenticationException("who?"), Kind.PERMANENT),
        new Known(new UnsupportedVersionException("old broker"), Kind.PERMANENT),
        new Known(new ConfigException("acks"), Kind.PERMANENT));
  }

  @ParameterizedTest
  @MethodSource("known")
  void classifiesExceptions(Known known) {
    assertThat(BrokerFailure.find(known.exception()))
        .hasValueSatisfying(found -> assertThat(found.kind()).isEqualTo(known.kind()));
  }

  @ParameterizedTest
  @MethodSource("known")
  void findsItAmongTheCauses(Known known) {
    // Given
    Throwable wrapped =
        new IllegalStateException(
            new ExecutionException(new KafkaException("failed", known.exception())));

    // When / Then
    assertThat(BrokerFailure.find(wrapped))
        .hasValueSatisfying(found -> assertThat(found.kind()).isEqualTo(known.kind()));
  }

  /** A retriable error that is not retried would stop a service unnecessarily. */
  @ParameterizedTest
  @EnumSource(Errors.class)
  void agreesWithKafkaOnEveryErrorThatABrokerCanAnswer(Errors error) {
    if (error == Errors.NONE) {
      return;
    }
    Exception exception = error.exception();

    // When
    Kind kind = BrokerFailure.find(exception).orElseThrow().kind();

    // Then
    if (exception instanceof org.apache.kafka.common.errors.RetriableException) {
      assertThat(kind).isEqualTo(Kind.RETRIABLE);
    }
    if (exception instanceof org.apache.kafka.common.errors.AuthorizationException
        || exception instanceof org.apache.kafka.common.errors.AuthenticationException) {
      assertThat(kind).isEqualTo(Kind.PERMANENT);
    }
    if (exception instanceof org.apache.kafka.common.errors.ApplicationRecoverableException) {
      assertThat(kind).isEqualTo(Kind.FENCED);
    }
  }

  @Test
  void aRefusalAmongTheCausesOfATimeoutDecides() {
    // Given
    var failure = new TimeoutException("no metadata", new SaslAuthenticationException("who?"));

    // When / Then
    assertThat(BrokerFailure.isRetriable(failure)).isFalse();
  }

  @Test
  void otherExceptionsAreNotBrokerFailures() {
    assertThat(
            List.of(
                new IllegalStateException("bug"),
                new HeadraceException(ErrorCode.DISK_FAILED, "full"),
                new HeadraceException(ErrorCode.FENCED, "taken over", new TimeoutException("60"))))
        .allSatisfy(each -> assertThat(BrokerFailure.find(each)).isEmpty());
  }

  @Test
  void headraceExceptionsKeepTheirKind() {
    assertThat(BrokerFailure.isRetriable(new HeadraceException(ErrorCode.TIMED_OUT, "slow")))
        .isTrue();
    assertThat(BrokerFailure.isRetriable(new HeadraceException(ErrorCode.BROKER_REFUSED, "no")))
        .isFalse();
    assertThat(
            BrokerFailure.isRetriable(
                new HeadraceException(
                    ErrorCode.UNREACHABLE_BROKER, "x", new GroupAuthorizationException("g"))))
        .isFalse();
  }

  @Test
  void aRefusalNamesTheResourceAndWhatToDo() {
    // When
    HeadraceException failure =
        BrokerFailure.toException(
            "reading the run's log",
            new KafkaException(new TopicAuthorizationException(Set.of("run1.steps"))));

    // Then
    assertThat(failure.code()).isEqualTo(ErrorCode.BROKER_REFUSED);
    assertThat(failure)
        .hasMessage(
            "[kafka] reading the run's log failed: Not authorized to access topics: [run1.steps];"
                + " allow the principal of kafka.properties to read and write run1.steps");
  }

  @Test
  void aPolicyViolationIsNotReportedAsAnUnreachableBroker() {
    // When
    HeadraceException failure =
        BrokerFailure.toException(
            "creating topics of run demo", new PolicyViolationException("retention.ms is missing"));

    // Then
    assertThat(failure.code()).isEqualTo(ErrorCode.BROKER_REFUSED);
    assertThat(failure)
        .hasMessage(
            "[kafka] creating topics of run demo failed: retention.ms is missing; change what the"
                + " cluster's policy forbids, or ask who runs the cluster to allow it");
  }

  @Test
  void aTakeoverIsFoundAmongTheCauses() {
    assertThat(BrokerFailure.isTakenOver(new KafkaException(new ProducerFencedException("f"))))
        .isTrue();
    assertThat(BrokerFailure.isTakenOver(new KafkaException(new UnknownMemberIdException())))
        .isFalse();
  }
}
