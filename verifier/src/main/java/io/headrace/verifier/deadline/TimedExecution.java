package io.headrace.verifier.deadline;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A task: waiting, running, then returned or expired, whichever happens first. */
final class TimedExecution<T> {

  private enum State {
    WAITING,
    RUNNING,
    RETURNED,
    EXPIRED
  }

  private final Callable<T> work;
  private final Duration limit;
  private final LongSupplier nanoTime;
  private final CompletableFuture<ExecutionOutcome<T>> outcome = new CompletableFuture<>();
  private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
  private volatile long startedAt;
  private volatile @Nullable Thread runner;

  TimedExecution(Callable<T> work, Duration limit, LongSupplier nanoTime) {
    this.work = work;
    this.limit = limit;
    this.nanoTime = nanoTime;
  }

  CompletableFuture<ExecutionOutcome<T>> outcome() {
    return outcome;
  }

  /**
   * Runs the work on this thread.
   *
   * @return whether it returned in time, so that the thread may run other work
   */
  boolean run() {
    if (outcome.isCancelled()) {
      return true;
    }
    runner = Thread.currentThread();
    startedAt = nanoTime.getAsLong();
    state.set(State.RUNNING);
    ExecutionOutcome<T> result = call();
    if (!state.compareAndSet(State.RUNNING, State.RETURNED)) {
      return false;
    }
    outcome.complete(result);
    return true;
  }

  private ExecutionOutcome<T> call() {
    try {
      T value = Objects.requireNonNull(work.call(), "null");
      return new ExecutionOutcome.Done<>(value, took());
    } catch (Throwable problem) {
      return new ExecutionOutcome.Threw<>(problem, took());
    }
  }

  private Duration took() {
    return Duration.ofNanos(nanoTime.getAsLong() - startedAt);
  }

  /** Marks the work as expired when it has run past its limit; returns whether it did. */
  boolean expire(long now) {
    if (state.get() != State.RUNNING || now - startedAt < limit.toNanos()) {
      return false;
    }
    return state.compareAndSet(State.RUNNING, State.EXPIRED);
  }

  /** The thread that runs the work, null before it runs. */
  @Nullable Thread runner() {
    return runner;
  }

  /** Completes the outcome as timed out and interrupts the stuck thread. */
  void abandon() {
    Thread stuck = runner;
    if (stuck != null) {
      stuck.interrupt();
    }
    outcome.complete(new ExecutionOutcome.TimedOut<>(limit));
  }

  void reject(String reason) {
    outcome.complete(new ExecutionOutcome.Rejected<>(reason));
  }
}
