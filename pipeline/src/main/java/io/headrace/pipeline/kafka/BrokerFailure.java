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
 * A failure of a call to the broker: what kind it is, and the sentence that says what to do.
 *
 * @param kind whether the same call may succeed later
 * @param cause the exception of Kafka that decides the kind
 */
public record BrokerFailure(Kind kind, Throwable cause) {

  /** Whether the same call may succeed later, ordered by which one decides when several apply. */
  public enum Kind {
    /** The broker never accepts this client as it is set up: permissions, version, settings. */
    PERMANENT,
    /** The broker never accepts this record, but it accepts others. */
    BAD_RECORD,
    /** The client can't be used any more; a newly opened one can. */
    FENCED,
    /** The broker is away, busy or moving; the same call may succeed later. */
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
   * Looks for a failure of the broker in an exception and its causes.
   *
   * @return empty when the exception is about something else, such as the disk, or is a bug
   */
  public static Optional<BrokerFailure> find(Throwable failure) {
    List<Throwable> chain = causes(failure);
    if (chain.stream().anyMatch(BrokerFailure::isOfSomethingElse)) {
      return Optional.empty();
    }
    return chain.stream()
        .flatMap(each -> kind(each).map(kind -> new BrokerFailure(kind, each)).stream())
        .min(Comparator.comparing(BrokerFailure::kind))
        .or(() -> unspecified(chain.getLast()));
  }

  private static boolean isOfSomethingElse(Throwable exception) {
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

  /** Kafka's most general exception names no reason: a new client finds out what it is. */
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

  /** Whether the broker never accepts the client as it is set up. */
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
   * The failure as one sentence with its code; an exception that is one already is returned.
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
