package io.headrace.reward.streams;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.FileProblem;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.service.RetryPolicy;
import io.headrace.pipeline.service.RetryPolicy.Decision;
import io.headrace.pipeline.service.Service;
import io.headrace.pipeline.service.StatusMarker;
import io.headrace.schemas.ServiceState;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns the Kafka Streams instance of an application of the reward service.
 *
 * <p>After a retriable failure of the broker the work is retried on a new thread after a pause
 * ({@link RetryPolicy}); any other failure stops the application. {@link #problem} returns the
 * failure in both cases. Safe for all threads.
 */
final class StreamsApplication implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StreamsApplication.class);
  private static final Duration START_DEADLINE = Duration.ofSeconds(60);

  private final StreamsSpec spec;
  private final RetryPolicy policy = new RetryPolicy("reward-service", new SplittableRandom());
  private final CountDownLatch settled = new CountDownLatch(1);
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile @Nullable KafkaStreams streams;
  private volatile String problem = "";
  private volatile @Nullable RuntimeException fatal;

  /** Creates the application without starting it. */
  StreamsApplication(StreamsSpec spec) {
    this.spec = spec;
  }

  /**
   * Starts the application; returns when partitions are assigned and their stores restored.
   *
   * @throws HeadraceException when a topic is missing, the broker does not answer, the folder is in
   *     use or the start takes longer than a minute
   */
  synchronized void start() {
    if (streams != null) {
      throw new IllegalStateException(spec.name() + " was started before");
    }
    try (Admin admin = spec.kafka().admin()) {
      InputTopics.check(admin, spec.run(), spec.inputs());
    }
    KafkaStreams started = open();
    streams = started;
    try {
      started.start();
      awaitRunning(started);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** The state as in the service's events. */
  ServiceState state() {
    KafkaStreams current = streams;
    if (current == null) {
      return ServiceState.STARTING;
    }
    return switch (current.state()) {
      case CREATED, REBALANCING -> ServiceState.STARTING;
      case RUNNING -> ServiceState.RUNNING;
      case PENDING_SHUTDOWN -> ServiceState.DRAINING;
      case NOT_RUNNING -> ServiceState.STOPPED;
      case PENDING_ERROR, ERROR -> ServiceState.FAILED;
    };
  }

  /** The problem as one sentence, or empty. */
  String problem() {
    return problem;
  }

  /**
   * Commits, leaves the consumer group so that other instances take over at once, and closes the
   * stores.
   */
  @Override
  public void close() {
    closing.countDown();
    KafkaStreams current = streams;
    if (current != null
        && !current.close(
            CloseOptions.timeout(Service.DRAIN_DEADLINE)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP))) {
      LOG.warn(
          "[run={}] {} did not close within {}", spec.run(), spec.name(), Service.DRAIN_DEADLINE);
    }
  }

  private KafkaStreams open() {
    try {
      Files.createDirectories(spec.folder());
      KafkaStreams opened = new KafkaStreams(spec.topology(), spec.properties());
      opened.setUncaughtExceptionHandler(this::onFailure);
      opened.setStateListener((state, before) -> onState(state));
      return opened;
    } catch (IOException e) {
      throw new HeadraceException(
          ErrorCode.DISK_FAILED,
          "[folder=%s] the folder of the stores of %s can't be created: %s; check its parent folder"
              .formatted(spec.folder(), spec.name(), FileProblem.of(e)),
          e);
    } catch (StreamsException e) {
      throw new HeadraceException(
          ErrorCode.FOLDER_IN_USE,
          "[folder=%s] the stores of %s can't be opened: %s; stop the other process or name"
                  .formatted(spec.folder(), spec.name(), e.getMessage())
              + " another storage.data-folder",
          e);
    }
  }

  private void awaitRunning(KafkaStreams started) {
    try {
      if (!settled.await(START_DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new HeadraceException(
            ErrorCode.TIMED_OUT,
            "[run=%s] %s did not start within %s; look at the broker's log"
                .formatted(spec.run(), spec.name(), START_DEADLINE));
      }
      // After RUNNING another instance may have joined already, which starts a rebalance.
      if (!started.state().isRunningOrRebalancing()) {
        throw fatal instanceof HeadraceException expected
            ? expected
            : new HeadraceException(ErrorCode.BUG, problem);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HeadraceException(
          ErrorCode.TIMED_OUT, "the start of " + spec.name() + " was interrupted", e);
    }
  }

  private void onState(KafkaStreams.State state) {
    switch (state) {
      case RUNNING -> {
        problem = "";
        settled.countDown();
      }
      case ERROR, NOT_RUNNING -> settled.countDown();
      case CREATED, REBALANCING, PENDING_SHUTDOWN, PENDING_ERROR -> {}
    }
  }

  private StreamThreadExceptionResponse onFailure(Throwable failure) {
    return switch (decide(failure)) {
      case Decision.Retry(Duration pause, String sentence) -> {
        problem = "[run=%s] %s retries: %s".formatted(spec.run(), spec.name(), sentence);
        LOG.warn("{}, in {} ms", problem, pause.toMillis());
        pause(pause);
        yield StreamThreadExceptionResponse.REPLACE_THREAD;
      }
      case Decision.Stop(RuntimeException reason) -> {
        problem = "[run=%s] %s failed: %s".formatted(spec.run(), spec.name(), sentence(reason));
        fatal = reason;
        logFailure(reason, failure);
        yield StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
      }
    };
  }

  /** Logs an expected failure as one sentence, and any other with its stack trace. */
  private void logFailure(RuntimeException reason, Throwable failure) {
    if (reason instanceof HeadraceException) {
      LOG.error(StatusMarker.IN_STATUS, "{}", problem);
      LOG.debug("[run={}] {} failed", spec.run(), spec.name(), failure);
    } else {
      LOG.error("{}", problem, failure);
    }
  }

  /** Synchronized, since several stream threads may fail at once. */
  private Decision decide(Throwable failure) {
    synchronized (policy) {
      return failure instanceof RuntimeException exception
          ? policy.after(exception, System.nanoTime())
          : new Decision.Stop(new IllegalStateException(failure));
    }
  }

  /** Blocks the failed stream thread, which is replaced after the pause. */
  private void pause(Duration pause) {
    try {
      if (closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("[run={}] closed while it waited for the broker", spec.run());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String sentence(RuntimeException reason) {
    Throwable root =
        Stream.<Throwable>iterate(reason, cause -> cause != null, Throwable::getCause)
            .reduce(reason, (before, last) -> last);
    return reason instanceof HeadraceException
        ? String.valueOf(reason.getMessage())
        : root.toString();
  }
}
