package io.headrace.pipeline.kafka;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;

/**
 * A failed call to the broker: whether it is retriable, and its message with what to do.
 *
 * @param kind whether the same call may succeed later
 * @param cause Kafka's exception that determines the kind
 */
public record BrokerFailure(Kind kind, Throwable cause) {

  /** Whether the same call may succeed later. In order of precedence when several apply. */
  public enum Kind {
    /** The broker will not accept this client as configured: permissions, version, settings. */
    PERMANENT,
    /** The broker will not accept this record, but it accepts others. */
    BAD_RECORD,
    /** The client is unusable; a newly opened one may succeed. */
    FENCED,
    /** The broker is unreachable, busy or changing leaders; the same call may succeed later. */
    RETRIABLE
  }

  private static final List<ErrorCode> REFUSAL_CODES =
      List.of(ErrorCode.BROKER_REFUSED, ErrorCode.INVALID_CONFIG);

  private static final List<ErrorCode> RETRIABLE_CODES =
      List.of(
          ErrorCode.UNREACHABLE_BROKER,
          ErrorCode.MISSING_TOPIC,
          ErrorCode.TIMED_OUT,
          ErrorCode.CLIENT_FENCED);

  /**
   * Finds a failure of the broker in an exception and its causes.
   *
   * @return empty when the exception has another cause, such as the disk or a bug
   */
  public static Optional<BrokerFailure> find(Throwable failure) {
    List<Throwable> chain = causes(failure);
    if (chain.stream().anyMatch(BrokerFailure::isUnrelated)) {
      return Optional.empty();
    }
    return chain.stream()
        .flatMap(each -> kind(each).map(kind -> new BrokerFailure(kind, each)).stream())
        .min(Comparator.comparing(BrokerFailure::kind))
        .or(() -> unspecified(chain.getLast()));
  }

  private static boolean isUnrelated(Throwable exception) {
    return exception instanceof HeadraceException known
        && !REFUSAL_CODES.contains(known.code())
        && !RETRIABLE_CODES.contains(known.code());
  }

  private static Optional<Kind> kind(Throwable exception) {
    if (exception instanceof HeadraceException known) {
      return Optional.of(REFUSAL_CODES.contains(known.code()) ? Kind.PERMANENT : Kind.RETRIABLE);
    }
    return KafkaErrors.kind(exception);
  }

  /** Kafka's base exception gives no reason; a new client may get a specific one. */
  private static Optional<BrokerFailure> unspecified(Throwable root) {
    return root.getClass() == KafkaException.class
        ? Optional.of(new BrokerFailure(Kind.FENCED, root))
        : Optional.empty();
  }

  /** Whether the same work may succeed later, with the same client or a new one. */
  public static boolean isRetriable(Throwable failure) {
    return find(failure)
        .filter(found -> found.kind() == Kind.RETRIABLE || found.kind() == Kind.FENCED)
        .isPresent();
  }

  /** Whether the broker will not accept the client as configured. */
  public static boolean isRefusal(Throwable failure) {
    return find(failure).filter(found -> found.kind() == Kind.PERMANENT).isPresent();
  }

  /** Whether another producer with the same transactional id fenced this one. */
  public static boolean isTakenOver(Throwable failure) {
    return causes(failure).stream()
        .anyMatch(
            each ->
                each instanceof ProducerFencedException
                    || each instanceof InvalidProducerEpochException);
  }

  /**
   * Converts a failure to a {@code HeadraceException} with its code; returns one unchanged.
   *
   * @param action what failed, such as "reading the topic run1.steps"
   * @param failure what was thrown
   */
  public static HeadraceException toException(String action, Throwable failure) {
    if (failure instanceof HeadraceException known) {
      return known;
    }
    return find(failure)
        .map(found -> found.sentence(action, failure))
        .orElseGet(
            () ->
                new HeadraceException(
                    ErrorCode.BUG, "[kafka] " + action + ": " + failure, failure));
  }

  private HeadraceException sentence(String action, Throwable failure) {
    String text =
        "[kafka] %s failed: %s; %s".formatted(action, reason(cause), KafkaErrors.advice(this));
    return new HeadraceException(KafkaErrors.code(this), text, failure);
  }

  private static String reason(Throwable cause) {
    String message = cause.getMessage();
    if (cause instanceof TimeoutException && message == null) {
      return "no answer in time";
    }
    return message == null || message.isBlank()
        ? cause.getClass().getSimpleName()
        : message.strip().replaceAll("[.]+$", "");
  }

  private static List<Throwable> causes(Throwable failure) {
    return Stream.<Throwable>iterate(failure, each -> each != null, Throwable::getCause)
        .limit(20)
        .toList();
  }
}
