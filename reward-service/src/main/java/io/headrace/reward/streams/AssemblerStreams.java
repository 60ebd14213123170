package io.headrace.reward.streams;

import io.headrace.pipeline.config.AssemblerConfig;
import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.FileProblem;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.pipeline.service.RetryPolicy;
import io.headrace.pipeline.service.RetryPolicy.Decision;
import io.headrace.pipeline.service.Service;
import io.headrace.pipeline.service.StatusMarker;
import io.headrace.reward.assembly.AssemblyRules;
import io.headrace.schemas.ServiceState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
 * Owns the Kafka Streams instance of an assembler and its folder of stores.
 *
 * <p>A failure of the broker is tried again on a new thread, after a pause ({@link RetryPolicy});
 * anything else stops the assembler. {@link #problem} says why in both cases. Safe for all threads.
 */
public final class AssemblerStreams implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AssemblerStreams.class);
  private static final Duration START_DEADLINE = Duration.ofSeconds(60);

  private final AssemblerPlan plan;
  private final KafkaClients kafka;
  private final AssemblerConfig config;
  private final int replication;
  private final Path folder;
  private final RetryPolicy policy = new RetryPolicy("reward-service", new SplittableRandom());
  private final CountDownLatch settled = new CountDownLatch(1);
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile @Nullable KafkaStreams streams;
  private volatile String problem = "";
  private volatile @Nullable RuntimeException fatal;

  /**
   * An assembler that is not started yet.
   *
   * @param run the run
   * @param rules how groups are assembled
   * @param metrics where it counts
   * @param kafka how clients connect
   * @param config threads and commit interval
   * @param replication replication factor of the stores' changelogs
   * @param folder where the stores are; one process at a time
   */
  public AssemblerStreams(
      String run,
      AssemblyRules rules,
      AssemblerMetrics metrics,
      KafkaClients kafka,
      AssemblerConfig config,
      int replication,
      Path folder) {
    this.plan =
        AssemblerPlan.of(
            run,
            rules,
            kafka.codec(),
            metrics,
            KafkaClients.MAX_EVENT_BYTES,
            config.commitInterval(),
            () -> new TraceLog(kafka, run));
    this.kafka = kafka;
    this.config = config;
    this.replication = replication;
    this.folder = folder;
  }

  /**
   * Starts and returns when partitions are assigned and their stores restored.
   *
   * @throws HeadraceException when a topic is missing, the broker does not answer, the folder is in
   *     use or the start takes longer than a minute
   */
  public synchronized void start() {
    if (streams != null) {
      throw new IllegalStateException("the assembler was started before");
    }
    try (Admin admin = kafka.admin()) {
      InputTopics.check(admin, plan.run());
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

  /** What it is doing. */
  public ServiceState state() {
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

  /** What is wrong, in one sentence; empty when nothing is. */
  public String problem() {
    return problem;
  }

  /**
   * Commits what was done, leaves the group so that others take over at once, and closes the
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
          "[run={}] the assembler did not close within {}", plan.run(), Service.DRAIN_DEADLINE);
    }
  }

  private KafkaStreams open() {
    try {
      Files.createDirectories(folder);
      KafkaStreams opened =
          new KafkaStreams(
              AssemblerTopology.of(plan),
              AssemblerProperties.of(plan.run(), kafka, config, replication, folder));
      opened.setUncaughtExceptionHandler(this::onFailure);
      opened.setStateListener((state, before) -> onState(state));
      return opened;
    } catch (IOException e) {
      throw new HeadraceException(
          ErrorCode.DISK_FAILED,
          "[folder=%s] the folder of the assembler's stores can't be made: %s; check its parent"
              .formatted(folder, FileProblem.of(e)),
          e);
    } catch (StreamsException e) {
      throw new HeadraceException(
          ErrorCode.FOLDER_IN_USE,
          "[folder=%s] the assembler's stores can't be opened: %s; stop the other process or name"
                  .formatted(folder, e.getMessage())
              + " another storage.data-folder",
          e);
    }
  }

  private void awaitRunning(KafkaStreams started) {
    try {
      if (!settled.await(START_DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new HeadraceException(
            ErrorCode.TIMED_OUT,
            "[run=%s] the assembler did not start within %s; look at the broker's log"
                .formatted(plan.run(), START_DEADLINE));
      }
      // Once it ran, another instance that joins may already have made it share out its work.
      if (!started.state().isRunningOrRebalancing()) {
        throw fatal instanceof HeadraceException expected
            ? expected
            : new HeadraceException(ErrorCode.BUG, problem);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HeadraceException(
          ErrorCode.TIMED_OUT, "the start of the assembler was interrupted", e);
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
        problem = "[run=%s] the assembler tries again: %s".formatted(plan.run(), sentence);
        LOG.warn("{}, in {} ms", problem, pause.toMillis());
        pause(pause);
        yield StreamThreadExceptionResponse.REPLACE_THREAD;
      }
      case Decision.Stop(RuntimeException reason) -> {
        problem = "[run=%s] the assembler failed: %s".formatted(plan.run(), sentence(reason));
        fatal = reason;
        tell(reason, failure);
        yield StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
      }
    };
  }

  /** What is expected is one sentence; anything else is a bug, whose stack trace is needed. */
  private void tell(RuntimeException reason, Throwable failure) {
    if (reason instanceof HeadraceException) {
      LOG.error(StatusMarker.IN_STATUS, "{}", problem);
      LOG.debug("[run={}] the assembler failed", plan.run(), failure);
    } else {
      LOG.error("{}", problem, failure);
    }
  }

  /** Several stream threads may fail at once. */
  private Decision decide(Throwable failure) {
    synchronized (policy) {
      return failure instanceof RuntimeException exception
          ? policy.after(exception, System.nanoTime())
          : new Decision.Stop(new IllegalStateException(failure));
    }
  }

  /** Holds the failed stream thread, which is replaced when this returns. */
  private void pause(Duration pause) {
    try {
      if (closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("[run={}] closed while it waited for the broker", plan.run());
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
