package io.headrace.cli.process;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Watches the embedded broker while a process starts: services that open wait for minutes for a
 * broker that has failed. Interrupts the thread that made it when there is problem; {@link #check}
 * then throws it there.
 */
final class StartWatch implements AutoCloseable {

  private static final long TURN_MILLIS = 250;

  private final Thread starting = Thread.currentThread();
  private final Supplier<Optional<String>> source;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread watching;
  private volatile String problem = "";

  /**
   * Begins to watch.
   *
   * @param source the problem in one sentence, empty while there is none; asked by another thread
   */
  StartWatch(Supplier<Optional<String>> source) {
    this.source = source;
    this.watching = Thread.ofPlatform().daemon().name("start-watch").start(this::watch);
  }

  private void watch() {
    try {
      while (!closed.await(TURN_MILLIS, TimeUnit.MILLISECONDS)) {
        Optional<String> found = source.get();
        if (found.isPresent()) {
          problem = found.get();
          starting.interrupt();
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The problem that ended the start; empty when there was none. */
  Optional<HeadraceException> failure() {
    return problem.isEmpty()
        ? Optional.empty()
        : Optional.of(new HeadraceException(ErrorCode.DISK_FAILED, problem));
  }

  /**
   * Goes on when there was no problem.
   *
   * @throws HeadraceException DISK_FAILED with the problem
   */
  void check() {
    Optional<HeadraceException> failure = failure();
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  /** Ends watching; the interrupt is taken back from the starting thread. */
  @Override
  public void close() {
    closed.countDown();
    boolean interrupted = Thread.interrupted();
    try {
      watching.join();
    } catch (InterruptedException e) {
      interrupted = true;
    }
    boolean ours = Thread.interrupted() || !problem.isEmpty();
    if (interrupted && !ours) {
      Thread.currentThread().interrupt();
    }
  }
}
