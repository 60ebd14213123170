package io.headrace.pipeline.kafka;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The result of sending one record: pending, stored at an offset, or failed. Safe for all threads.
 */
public final class Delivery implements Callback {

  private final String topic;
  private final CompletableFuture<RecordMetadata> result = new CompletableFuture<>();

  /** Creates the pending result of a record for a topic. */
  public Delivery(String topic) {
    this.topic = topic;
  }

  @Override
  public void onCompletion(@Nullable RecordMetadata stored, @Nullable Exception failure) {
    if (failure == null) {
      result.complete(stored);
    } else {
      result.completeExceptionally(BrokerFailure.toException("sending to " + topic, failure));
    }
  }

  /** Whether the record was stored or has failed. */
  public boolean isDone() {
    return result.isDone();
  }

  /** Why the record was not stored; empty while it is pending and when it was stored. */
  public Optional<HeadraceException> failure() {
    return result.isCompletedExceptionally()
        ? Optional.of((HeadraceException) result.exceptionNow())
        : Optional.empty();
  }

  /**
   * Where the record was stored.
   *
   * @throws HeadraceException if it was not stored
   * @throws IllegalStateException while it is pending
   */
  public RecordMetadata stored() {
    failure()
        .ifPresent(
            failure -> {
              throw failure;
            });
    return result.resultNow();
  }

  /**
   * Waits until the record is stored.
   *
   * @throws HeadraceException if it was not stored; TIMED_OUT when it is still pending after the
   *     limit
   */
  public RecordMetadata await(Duration limit) {
    try {
      return result.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      return stored();
    } catch (TimeoutException e) {
      throw unknown("the broker has not answered within " + limit.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unknown("the wait for the answer was interrupted", e);
    }
  }

  private HeadraceException unknown(String why, Exception cause) {
    return new HeadraceException(
        ErrorCode.TIMED_OUT,
        "[kafka] sending to %s: %s; the event may still arrive, look at the topic before sending it again"
            .formatted(topic, why),
        cause);
  }
}
