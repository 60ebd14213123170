package io.headrace.pipeline.kafka;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.kafka.BrokerFailure.Kind;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.ApplicationRecoverableException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.BrokerNotAvailableException;
import org.apache.kafka.common.errors.ControllerMovedException;
import org.apache.kafka.common.errors.DuplicateSequenceException;
import org.apache.kafka.common.errors.FencedMemberEpochException;
import org.apache.kafka.common.errors.InconsistentClusterIdException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.InvalidRecordStateException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.MemberIdRequiredException;
import org.apache.kafka.common.errors.NewLeaderElectedException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.ReassignmentInProgressException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RebootstrapRequiredException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.StaleBrokerEpochException;
import org.apache.kafka.common.errors.StaleMemberEpochException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.apache.kafka.common.errors.TransactionCoordinatorFencedException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedForMessageFormatException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** Classifies Kafka's exceptions by whether a client can continue after them. Pure. */
final class KafkaErrors {

  /** Retriable exceptions; Kafka does not mark all of them as a RetriableException. */
  private static final Set<Class<? extends Throwable>> RETRIABLE =
      Set.of(
          RetriableException.class,
          java.util.concurrent.TimeoutException.class,
          BrokerNotAvailableException.class,
          ControllerMovedException.class,
          NewLeaderElectedException.class,
          ReassignmentInProgressException.class,
          RebootstrapRequiredException.class,
          StaleBrokerEpochException.class,
          UnknownServerException.class);

  private static final Set<Class<? extends Throwable>> FENCED =
      Set.of(
          ApplicationRecoverableException.class,
          CommitFailedException.class,
          DuplicateSequenceException.class,
          FencedMemberEpochException.class,
          InvalidRecordStateException.class,
          InvalidTxnStateException.class,
          MemberIdRequiredException.class,
          OutOfOrderSequenceException.class,
          RebalanceInProgressException.class,
          StaleMemberEpochException.class,
          TransactionAbortableException.class,
          TransactionAbortedException.class,
          TransactionCoordinatorFencedException.class);

  private static final Set<Class<? extends Throwable>> BAD_RECORD =
      Set.of(
          InvalidRecordException.class,
          InvalidTimestampException.class,
          RecordBatchTooLargeException.class,
          RecordTooLargeException.class,
          SerializationException.class,
          UnsupportedForMessageFormatException.class);

  private KafkaErrors() {}

  /**
   * Classifies an exception without its causes.
   *
   * @return empty for an exception that is not Kafka's, and for Kafka's base exception
   */
  static Optional<Kind> kind(Throwable exception) {
    if (isAny(BAD_RECORD, exception)) {
      return Optional.of(Kind.BAD_RECORD);
    }
    if (isAny(FENCED, exception)) {
      return Optional.of(Kind.FENCED);
    }
    if (isAny(RETRIABLE, exception) || isUnknownHost(exception)) {
      return Optional.of(Kind.RETRIABLE);
    }
    boolean isRefusal = exception instanceof ApiException || exception instanceof ConfigException;
    return isRefusal ? Optional.of(Kind.PERMANENT) : Optional.empty();
  }

  /**
   * Whether no broker's name can be resolved. Kafka throws a ConfigException for it, but a failure
   * of the name service is retriable.
   */
  static boolean isUnknownHost(Throwable exception) {
    return exception instanceof ConfigException
        && String.valueOf(exception.getMessage()).startsWith("No resolvable bootstrap urls");
  }

  private static boolean isAny(Set<Class<? extends Throwable>> classes, Throwable exception) {
    return classes.stream().anyMatch(each -> each.isInstance(exception));
  }

  /** The stable name of a failure. */
  static ErrorCode code(BrokerFailure failure) {
    return switch (failure.kind()) {
      case PERMANENT ->
          failure.cause() instanceof AuthenticationException
                  || failure.cause() instanceof ConfigException
              ? ErrorCode.INVALID_CONFIG
              : ErrorCode.BROKER_REFUSED;
      case BAD_RECORD -> ErrorCode.INVALID_EVENT;
      case FENCED -> ErrorCode.CLIENT_FENCED;
      case RETRIABLE ->
          failure.cause() instanceof UnknownTopicOrPartitionException
              ? ErrorCode.MISSING_TOPIC
              : ErrorCode.UNREACHABLE_BROKER;
    };
  }

  /** The advice about a failure, as a clause. */
  static String advice(BrokerFailure failure) {
    return switch (failure.kind()) {
      case PERMANENT -> permanentAdvice(failure.cause());
      case BAD_RECORD ->
          "the broker's limits for a record are below 64 MiB, raise message.max.bytes there";
      case FENCED -> "a new client has to be opened";
      case RETRIABLE ->
          failure.cause() instanceof UnknownTopicOrPartitionException
              ? "create the run's topics, as 'headrace up' does"
              : "check kafka.bootstrap-servers and that the broker runs";
    };
  }

  private static String permanentAdvice(Throwable cause) {
    return switch (cause) {
      case TopicAuthorizationException refused when !refused.unauthorizedTopics().isEmpty() ->
          "allow the principal of kafka.properties to read and write "
              + String.join(", ", refused.unauthorizedTopics());
      case AuthorizationException _ ->
          "allow it to the principal of kafka.properties in the broker's access control list";
      case AuthenticationException _ -> "correct the credentials in kafka.properties";
      case UnsupportedVersionException _ -> "use a broker of Kafka 4.2 or newer";
      case InconsistentClusterIdException _ ->
          "kafka.bootstrap-servers names brokers of several clusters, name those of one";
      case ConfigException _ -> "correct kafka.properties";
      case PolicyViolationException _ ->
          "change what the cluster's policy forbids, or ask who runs the cluster to allow it";
      case InvalidReplicationFactorException _ -> "lower kafka.replication or start more brokers";
      case InvalidPartitionsException _ -> "correct kafka.partitions";
      default -> "trying again does not help; look at the broker's log";
    };
  }
}
