package io.headrace.cli.process;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Watches the embedded broker while a process starts, since a starting service would wait minutes
 * for a failed broker. On a failure it interrupts the thread that created it, where {@link #check}
 * throws the problem.
 */
final class StartWatch implements AutoCloseable {

  private static final long CHECK_MILLIS = 250;

  private final Thread starting = Thread.currentThread();
  private final Supplier<Optional<String>> source;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread watching;
  private volatile String problem = "";

  /**
   * Starts watching.
   *
   * @param source supplies the problem in one sentence or empty; called on another thread
   */
  StartWatch(Supplier<Optional<String>> source) {
    this.source = source;
    this.watching = Thread.ofPlatform().daemon().name("start-watch").start(this::watch);
  }

  private void watch() {
    try {
      while (!closed.await(CHECK_MILLIS, TimeUnit.MILLISECONDS)) {
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

  /** The failure that interrupted the start; empty when there was none. */
  Optional<HeadraceException> failure() {
    return problem.isEmpty()
        ? Optional.empty()
        : Optional.of(new HeadraceException(ErrorCode.DISK_FAILED, problem));
  }

  /**
   * Returns if there was no problem.
   *
   * @throws HeadraceException DISK_FAILED with the problem
   */
  void check() {
    Optional<HeadraceException> failure = failure();
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  /** Stops watching and clears the interrupt that the watch caused. */
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
