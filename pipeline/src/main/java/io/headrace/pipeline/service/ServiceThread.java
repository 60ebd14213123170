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
 * The thread of a service: opens, turns until it is asked to stop, closes.
 *
 * <p>When the broker fails a turn, the thread waits, lets the loop recover and goes on, for as long
 * as the broker is away ({@link RetryPolicy}); meanwhile {@link #problem} says so. Any other
 * exception ends it in state FAILED with the exception's sentence as its problem.
 */
public final class ServiceThread implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ServiceThread.class);

  /** The work of the thread; all of it is called on the thread itself. */
  public interface Loop {

    /** Opens clients; may throw. */
    void open();

    /** One short turn, such as one poll; should return within about a second. */
    void turn();

    /**
     * Called before the next turn when the broker failed the last one, and again after a pause when
     * it fails itself: replaces the clients of which nobody knows what they did. Does nothing where
     * the clients can be used on and a turn that failed can be repeated.
     */
    default void recover() {}

    /** Hands back or finishes what is in progress and closes what was opened. */
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
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable RuntimeException startProblem;

  /** A thread that is not started yet. */
  public ServiceThread(String name, Loop loop) {
    this(name, loop, new RetryPolicy(name, new SplittableRandom()));
  }

  /** A thread with a policy of its own. */
  ServiceThread(String name, Loop loop, RetryPolicy policy) {
    this.name = name;
    this.loop = loop;
    this.policy = policy;
    this.thread = Thread.ofPlatform().name(name).unstarted(this::run);
  }

  /**
   * Starts the thread and waits until the loop is open.
   *
   * @throws RuntimeException what {@link Loop#open} threw
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

  /** The state as events name it. */
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

  /** Why the thread failed, or what it waits for; else empty. */
  public String problem() {
    return switch (state) {
      case State.Failed(String problem) -> problem;
      case State.Waiting(String problem) -> problem;
      case State.Starting _, State.Running _, State.Draining _, State.Stopped _ -> "";
    };
  }

  /** Whether the loop should end its turn early. */
  public boolean stopping() {
    return stopping.getCount() == 0;
  }

  private void run() {
    if (!open()) {
      return;
    }
    try {
      state = new State.Running();
      opened.countDown();
      while (!stopping()) {
        turn();
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

  private void turn() {
    try {
      if (state instanceof State.Waiting) {
        loop.recover();
      }
      loop.turn();
      if (state instanceof State.Waiting) {
        LOG.info("[{}] works again", name);
        state = new State.Running();
      }
    } catch (RuntimeException e) {
      waitAfter(e);
    }
  }

  private void waitAfter(RuntimeException failure) {
    switch (policy.after(failure, System.nanoTime())) {
      case Decision.Retry(Duration pause, String sentence) -> {
        String problem = "%s tries again: %s".formatted(name, sentence);
        LOG.warn("[{}] {}; it tries again in {} ms", name, sentence, pause.toMillis());
        LOG.debug("[{}] a turn failed", name, failure);
        state = new State.Waiting(problem);
        pause(pause);
      }
      case Decision.Stop(RuntimeException reason) -> throw reason;
    }
  }

  private void pause(Duration pause) {
    try {
      if (stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("[{}] asked to stop while it waited", name);
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
      RuntimeException told = policy.told(e);
      startProblem = told;
      fail(told);
      opened.countDown();
      ended.countDown();
      return false;
    }
  }

  private void fail(Throwable problem) {
    tell(problem);
    state = new State.Failed(name + " stopped: " + FullDisk.messageOf(problem));
    try {
      loop.drain();
    } catch (RuntimeException e) {
      LOG.warn("[{}] closing after the failure also failed: {}", name, e.getMessage());
    }
  }

  /** An expected failure is one sentence, told by whoever waits for the start or else here. */
  private void tell(Throwable problem) {
    if (!(problem instanceof HeadraceException)) {
      LOG.error("[{}] stopped: {}", name, problem.getMessage(), problem);
    } else if (startProblem == null) {
      LOG.error(StatusMarker.IN_STATUS, "[{}] stopped: {}", name, problem.getMessage());
    }
    LOG.debug("[{}] stopped", name, problem);
  }

  /** Asks the loop to end after its turn, without waiting. */
  public void stop() {
    stopping.countDown();
  }

  /** Asks the loop to end and waits until it has drained, within {@link Service#DRAIN_DEADLINE}. */
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
