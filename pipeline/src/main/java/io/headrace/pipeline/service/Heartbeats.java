package io.headrace.pipeline.service;

import io.headrace.pipeline.kafka.BrokerFailure;
import io.headrace.pipeline.kafka.EventProducer;
import io.headrace.schemas.Heartbeat;
import io.headrace.schemas.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the heartbeats of a process's services once a second, and a last time when closed. Their
 * confirmations also show whether the broker is reachable: its loss and its return are logged once,
 * in place of the log lines of each client.
 */
public final class Heartbeats implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Heartbeats.class);

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

  private final ServiceContext context;
  private final List<Service> services;
  private final EventProducer producer;
  private final BrokerContact broker;
  private Optional<Instant> lostSince = Optional.empty();

  /** Two threads, since sending may block while the broker is away and the loss must be logged. */
  private final ScheduledExecutorService timer =
      Executors.newScheduledThreadPool(
          2, Thread.ofPlatform().daemon().name("heartbeats").factory());

  private Heartbeats(ServiceContext context, List<Service> services) {
    this.context = context;
    this.services = List.copyOf(services);
    this.producer = context.kafka().producer();
    this.broker = new BrokerContact(context.kafka().bootstrapServers(), context.clock().instant());
  }

  /** Starts sending. */
  public static Heartbeats start(ServiceContext context, List<Service> services) {
    Heartbeats heartbeats = new Heartbeats(context, services);
    heartbeats.repeat(heartbeats::sendAll, 0);
    heartbeats.repeat(heartbeats::logContact, 1);
    return heartbeats;
  }

  private void repeat(Runnable work, long delaySeconds) {
    Runnable guarded = RepeatedWork.guarded("heartbeats", work);
    var _ = timer.scheduleWithFixedDelay(guarded, delaySeconds, 1, TimeUnit.SECONDS);
  }

  /**
   * One sentence when the broker has not answered for a while or rejects heartbeats, else empty.
   */
  public String problem() {
    return services.isEmpty() ? "" : broker.problem(context.clock().instant());
  }

  private void logContact() {
    String problem = problem();
    if (problem.isEmpty() == lostSince.isEmpty()) {
      return;
    }
    Instant now = context.clock().instant();
    if (lostSince.isEmpty()) {
      LOG.warn(problem);
      lostSince = Optional.of(now.minus(broker.silence(now)));
    } else {
      LOG.warn(
          "[kafka] the broker answers again after {} s",
          Duration.between(lostSince.get(), now).toSeconds());
      lostSince = Optional.empty();
    }
  }

  private void sendAll() {
    for (Service service : services) {
      try {
        send(service);
      } catch (RuntimeException e) {
        LOG.warn("[{}] heartbeat not sent: {}", service.name(), e.getMessage());
      }
    }
  }

  private void send(Service service) {
    ServiceStatus status = service.status();
    Heartbeat sendAll =
        Heartbeat.newBuilder()
            .setRun(context.run())
            .setService(service.name())
            .setInstance(context.instance())
            .setState(status.state())
            .setWeightsVersion(
                status.weightsVersion().isPresent() ? status.weightsVersion().getAsLong() : null)
            .setMetrics(status.metrics())
            .setProblem(status.problem())
            .setSentAt(context.clock().instant())
            .build();
    String key = service.name() + "/" + context.instance();
    producer.send(
        new ProducerRecord<>(Topic.HEARTBEATS.of(context.run()), key, sendAll),
        (_, problem) -> recordResult(problem));
  }

  /** Records the result of a send. A retriable failure is reported by the broker's silence. */
  private void recordResult(@Nullable Exception problem) {
    if (problem == null) {
      broker.confirmed(context.clock().instant());
    } else if (!BrokerFailure.isRetriable(problem)) {
      broker.refused(
          String.valueOf(BrokerFailure.toException("sending heartbeats", problem).getMessage()));
    }
  }

  @Override
  public void close() {
    try {
      timer.submit(this::sendAll).get(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("the last heartbeats were not sent", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    timer.shutdownNow();
    producer.close(CLOSE_LIMIT);
  }
}
