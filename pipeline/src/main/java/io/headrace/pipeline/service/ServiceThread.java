package io.headrace.pipeline.service;

import io.headrace.pipeline.error.FullDisk;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.service.RetryPolicy.Decision;
import io.headrace.schemas.ServiceState;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of a service: opens a loop, calls {@link Loop#runOnce} until a stop is requested, and
 * drains the loop.
 *
 * <p>After a retriable failure of the broker the thread waits, lets the loop recover and continues,
 * as often as needed ({@link RetryPolicy}); meanwhile {@link #problem} returns the failure. Any
 * other exception ends the thread in state FAILED with the exception's message as its problem.
 */
public final class ServiceThread implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ServiceThread.class);

  /** The work of the thread; all methods are called on the thread itself. */
  public interface Loop {

    /** Opens clients; an exception fails the start. */
    void open();

    /** Does one unit of work, such as one poll; should return within about a second. */
    void runOnce();

    /**
     * Replaces clients whose state is unknown. Called after a retriable failure before the next
     * {@link #runOnce}, and again after a pause when it fails. The default does nothing, for loops
     * whose clients stay usable and whose work can be repeated.
     */
    default void recover() {}

    /** Releases or finishes work in progress and closes the clients. */
    void drain();
  }

  private sealed interface State {

    record Starting() implements State {}

    record Running() implements State {}

    record Waiting(String problem) implements State {}

    record Draining() implements State {}

    record Stopped() implements State {}

    record Failed(String problem) implements State {}
  }

  private final String name;
  private final Loop loop;
  private final RetryPolicy policy;
  private volatile State state = new State.Starting();
  private final CountDownLatch opened = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final CountDownLatch stopRequested = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable RuntimeException startProblem;

  /** Creates a thread without starting it. */
  public ServiceThread(String name, Loop loop) {
    this(name, loop, new RetryPolicy(name, new SplittableRandom()));
  }

  /** Creates a thread with the given policy. */
  ServiceThread(String name, Loop loop, RetryPolicy policy) {
    this.name = name;
    this.loop = loop;
    this.policy = policy;
    this.thread = Thread.ofPlatform().name(name).unstarted(this::run);
  }

  /**
   * Starts the thread and waits until the loop is open.
   *
   * @throws RuntimeException the exception of {@link Loop#open}
   */
  public void start(Duration deadline) {
    thread.start();
    try {
      if (!opened.await(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("[%s] did not start within %s".formatted(name, deadline));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    RuntimeException problem = startProblem;
    if (problem != null) {
      throw problem;
    }
  }

  /** The state as in the service's events. */
  public ServiceState state() {
    return switch (state) {
      case State.Starting s -> ServiceState.STARTING;
      case State.Running s -> ServiceState.RUNNING;
      case State.Waiting s -> ServiceState.RUNNING;
      case State.Draining s -> ServiceState.DRAINING;
      case State.Stopped s -> ServiceState.STOPPED;
      case State.Failed s -> ServiceState.FAILED;
    };
  }

  /** Why the thread failed, or the failure it retries after; else empty. */
  public String problem() {
    return switch (state) {
      case State.Failed(String problem) -> problem;
      case State.Waiting(String problem) -> problem;
      case State.Starting _, State.Running _, State.Draining _, State.Stopped _ -> "";
    };
  }

  /** Whether a stop was requested, so that the loop should return early. */
  public boolean isStopRequested() {
    return stopRequested.getCount() == 0;
  }

  private void run() {
    if (!open()) {
      return;
    }
    try {
      state = new State.Running();
      opened.countDown();
      while (!isStopRequested()) {
        runTurn();
      }
      state = new State.Draining();
      loop.drain();
      state = new State.Stopped();
    } catch (RuntimeException | Error e) {
      fail(e);
    } finally {
      ended.countDown();
    }
  }

  private void runTurn() {
    try {
      if (state instanceof State.Waiting) {
        loop.recover();
      }
      loop.runOnce();
      if (state instanceof State.Waiting) {
        LOG.info("[{}] recovered", name);
        state = new State.Running();
      }
    } catch (RuntimeException e) {
      waitAfter(e);
    }
  }

  private void waitAfter(RuntimeException failure) {
    switch (policy.after(failure, System.nanoTime())) {
      case Decision.Retry(Duration pause, String sentence) -> {
        String problem = "%s retries: %s".formatted(name, sentence);
        LOG.warn("[{}] {}; retry in {} ms", name, sentence, pause.toMillis());
        LOG.debug("[{}] failed", name, failure);
        state = new State.Waiting(problem);
        pause(pause);
      }
      case Decision.Stop(RuntimeException reason) -> throw reason;
    }
  }

  private void pause(Duration pause) {
    try {
      if (stopRequested.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("[{}] a stop was requested during the pause", name);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop();
    }
  }

  private boolean open() {
    try {
      loop.open();
      return true;
    } catch (RuntimeException e) {
      RuntimeException translate = policy.translate(e);
      startProblem = translate;
      fail(translate);
      opened.countDown();
      ended.countDown();
      return false;
    }
  }

  private void fail(Throwable problem) {
    log(problem);
    state = new State.Failed(name + " stopped: " + FullDisk.messageOf(problem));
    try {
      loop.drain();
    } catch (RuntimeException e) {
      LOG.warn("[{}] closing after the failure also failed: {}", name, e.getMessage());
    }
  }

  /** Logs a failure. An expected failure during the start is reported by the caller of start. */
  private void log(Throwable problem) {
    if (!(problem instanceof HeadraceException)) {
      LOG.error("[{}] stopped: {}", name, problem.getMessage(), problem);
    } else if (startProblem == null) {
      LOG.error(StatusMarker.IN_STATUS, "[{}] stopped: {}", name, problem.getMessage());
    }
    LOG.debug("[{}] stopped", name, problem);
  }

  /** Requests a stop after the current call of {@link Loop#runOnce} and returns at once. */
  public void stop() {
    stopRequested.countDown();
  }

  /**
   * Requests a stop and waits at most {@link Service#DRAIN_DEADLINE} until the loop has drained.
   */
  @Override
  public void close() {
    stop();
    if (thread.getState() == Thread.State.NEW) {
      state = new State.Stopped();
      return;
    }
    try {
      if (!ended.await(Service.DRAIN_DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("[{}] did not drain within {}", name, Service.DRAIN_DEADLINE);
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
