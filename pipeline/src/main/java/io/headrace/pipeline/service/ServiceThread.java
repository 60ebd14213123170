package io.headrace.pipeline.service;

import io.headrace.pipeline.error.HeadraceException;
import io.headrace.schemas.ServiceState;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of a service: opens, turns until it is asked to stop, closes. An exception ends it in
 * state FAILED with the exception's sentence as its trouble; nothing is swallowed.
 */
public final class ServiceThread implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ServiceThread.class);

  /** The work of the thread; all of it is called on the thread itself. */
  public interface Loop {

    /** Opens clients; may throw. */
    void open();

    /** One short turn, such as one poll; should return within about a second. */
    void turn();

    /** Hands back or finishes what is in progress and closes what was opened. */
    void drain();
  }

  private sealed interface State {

    record Starting() implements State {}

    record Running() implements State {}

    record Draining() implements State {}

    record Stopped() implements State {}

    record Failed(String trouble) implements State {}
  }

  private final String name;
  private final Loop loop;
  private volatile State state = new State.Starting();
  private final CountDownLatch opened = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread;
  private volatile boolean stopping;
  private volatile @Nullable RuntimeException startProblem;

  /** A thread that is not started yet. */
  public ServiceThread(String name, Loop loop) {
    this.name = name;
    this.loop = loop;
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
      case State.Draining s -> ServiceState.DRAINING;
      case State.Stopped s -> ServiceState.STOPPED;
      case State.Failed s -> ServiceState.FAILED;
    };
  }

  /** Why the thread failed, or empty. */
  public String trouble() {
    return state instanceof State.Failed(String trouble) ? trouble : "";
  }

  /** Whether the loop should end its turn early. */
  public boolean stopping() {
    return stopping;
  }

  private void run() {
    if (!open()) {
      return;
    }
    try {
      state = new State.Running();
      opened.countDown();
      while (!stopping) {
        loop.turn();
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

  private boolean open() {
    try {
      loop.open();
      return true;
    } catch (RuntimeException e) {
      startProblem = e;
      fail(e);
      opened.countDown();
      ended.countDown();
      return false;
    }
  }

  private void fail(Throwable problem) {
    tell(problem);
    state = new State.Failed(name + " stopped: " + problem.getMessage());
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
      LOG.error("[{}] stopped: {}", name, problem.getMessage());
    }
    LOG.debug("[{}] stopped", name, problem);
  }

  /** Asks the loop to end after its turn, without waiting. */
  public void stop() {
    stopping = true;
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
