package io.headrace.cli.bench.memory;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a process run for a part of every 2 s and suspends it (SIGSTOP) for the rest. The whole loop
 * slows down with it, since the other services wait for its traces. Closing resumes the process.
 */
final class DutyCycle implements AutoCloseable {

  private static final long PERIOD_MILLIS = 2000;

  private final ServiceProcess process;
  private final long work;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  private DutyCycle(ServiceProcess process, int percent) {
    this.process = process;
    this.work = PERIOD_MILLIS * percent / 100;
    this.thread = Thread.ofPlatform().daemon().name("pace").start(this::run);
  }

  /** Starts the cycle; at 100 percent the process is never suspended. */
  static DutyCycle of(ServiceProcess process, int percent) {
    return new DutyCycle(process, percent);
  }

  private void run() {
    try {
      while (work < PERIOD_MILLIS && !closed.await(work, TimeUnit.MILLISECONDS)) {
        process.signal("STOP");
        boolean ends = closed.await(PERIOD_MILLIS - work, TimeUnit.MILLISECONDS);
        process.signal("CONT");
        if (ends) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
