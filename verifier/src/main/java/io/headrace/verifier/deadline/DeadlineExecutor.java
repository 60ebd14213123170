package io.headrace.verifier.deadline;

import io.headrace.pipeline.service.RepeatedWork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks on a fixed number of threads, each within a limit of wall-clock time.
 *
 * <p>The time of a task is measured from its start, without its time in the queue. A task that
 * exceeds its limit is {@link ExecutionOutcome.TimedOut} at once; its thread is interrupted,
 * abandoned and replaced, so that a thread which ignores the interrupt delays no other task. The
 * JVM can't end such a thread, so their number is bounded: while more than {@code maxAbandoned} are
 * stuck, everything not yet started is {@link ExecutionOutcome.Rejected} and {@link #overwhelmed}
 * is true; when enough of them end, work is accepted again. All threads are daemons. Safe for use
 * from several threads.
 */
public final class DeadlineExecutor implements AutoCloseable {

  private final int threads;
  private final Duration limit;
  private final int maxAbandoned;
  private final LongSupplier nanoTime;
  private final ThreadFactory factory;
  private final BlockingQueue<TimedExecution<?>> queue = new LinkedBlockingQueue<>();
  private final Set<TimedExecution<?>> running = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService watchdog;

  private final Object lock = new Object();
  private final Set<Thread> runners = new HashSet<>();
  private int abandoned;
  private boolean closed;

  /**
   * Starts platform threads, for work that computes.
   *
   * @param name of the threads
   * @param threads tasks run at once, at least 1
   * @param limit of one task
   * @param maxAbandoned stuck threads up to which work is accepted
   */
  public DeadlineExecutor(String name, int threads, Duration limit, int maxAbandoned) {
    this(name, threads, limit, maxAbandoned, runningTime(limit));
  }

  /**
   * Starts platform threads and measures the limit with another clock.
   *
   * @param nanoTime replaces {@link System#nanoTime}
   */
  public DeadlineExecutor(
      String name, int threads, Duration limit, int maxAbandoned, LongSupplier nanoTime) {
    this(name, threads, limit, maxAbandoned, nanoTime, platformThreads(name));
  }

  private DeadlineExecutor(
      String name,
      int threads,
      Duration limit,
      int maxAbandoned,
      LongSupplier nanoTime,
      ThreadFactory factory) {
    this.threads = threads;
    this.limit = limit;
    this.maxAbandoned = maxAbandoned;
    this.nanoTime = nanoTime;
    this.factory = factory;
    this.watchdog = Executors.newSingleThreadScheduledExecutor(platformThreads(name + "-watchdog"));
    synchronized (lock) {
      startMissingThreads();
    }
    long tick = tick(limit).toMillis();
    Runnable watch = RepeatedWork.guarded(name + "-watchdog", this::watch);
    var _ = watchdog.scheduleWithFixedDelay(watch, tick, tick, TimeUnit.MILLISECONDS);
  }

  /** Starts virtual threads, for work that waits; the parameters are those of the constructor. */
  public static DeadlineExecutor ofVirtualThreads(
      String name, int threads, Duration limit, int maxAbandoned) {
    ThreadFactory factory = Thread.ofVirtual().name(name).factory();
    return new DeadlineExecutor(name, threads, limit, maxAbandoned, runningTime(limit), factory);
  }

  private static ThreadFactory platformThreads(String name) {
    return Thread.ofPlatform().daemon().name(name).factory();
  }

  /** The pause between two checks of the watchdog. */
  private static Duration tick(Duration limit) {
    return Duration.ofMillis(Math.clamp(limit.toMillis() / 20, 1, 50));
  }

  /** A delay of the watchdog by up to four ticks counts as running time; a longer one does not. */
  private static RunningTime runningTime(Duration limit) {
    return new RunningTime(System::nanoTime, tick(limit).multipliedBy(4));
  }

  /**
   * Queues a task; the future completes normally. When it is cancelled before the task starts, the
   * task does not run.
   */
  public <T> CompletableFuture<ExecutionOutcome<T>> submit(Callable<T> work) {
    TimedExecution<T> execution = new TimedExecution<>(work, limit, nanoTime);
    synchronized (lock) {
      if (closed || abandoned > maxAbandoned) {
        execution.reject(rejection());
      } else {
        queue.add(execution);
      }
    }
    return execution.outcome();
  }

  /** How many threads are stuck in work that timed out. */
  public int abandoned() {
    synchronized (lock) {
      return abandoned;
    }
  }

  /** Whether so many threads are stuck that no work is accepted. */
  public boolean overwhelmed() {
    synchronized (lock) {
      return abandoned > maxAbandoned;
    }
  }

  private void runner() {
    TimedExecution<?> execution;
    while ((execution = next()) != null) {
      running.add(execution);
      boolean inTime = execution.run();
      running.remove(execution);
      if (!inTime) {
        countReturned();
        return;
      }
      // An interrupt left by a task must not reach the next one.
      var _ = Thread.interrupted();
    }
  }

  private @Nullable TimedExecution<?> next() {
    while (true) {
      try {
        TimedExecution<?> execution = queue.poll(1, TimeUnit.SECONDS);
        synchronized (lock) {
          if (closed) {
            rejectUnstarted(execution);
            return null;
          }
        }
        if (execution != null) {
          return execution;
        }
      } catch (InterruptedException e) {
        // Only close() interrupts a waiting runner; the state above decides.
      }
    }
  }

  private void rejectUnstarted(@Nullable TimedExecution<?> execution) {
    if (execution != null) {
      execution.reject(rejection());
    }
  }

  private void watch() {
    long now = nanoTime.getAsLong();
    for (TimedExecution<?> execution : running) {
      abandonIfExpired(execution, now);
    }
  }

  private void abandonIfExpired(TimedExecution<?> execution, long now) {
    List<TimedExecution<?>> rejected = new ArrayList<>();
    synchronized (lock) {
      if (!execution.expire(now)) {
        return;
      }
      abandoned++;
      runners.remove(execution.runner());
      if (abandoned > maxAbandoned) {
        queue.drainTo(rejected);
      }
      startMissingThreads();
    }
    execution.abandon();
    rejected.forEach(waiting -> waiting.reject(rejection()));
  }

  private void countReturned() {
    synchronized (lock) {
      abandoned--;
      startMissingThreads();
    }
  }

  private void startMissingThreads() {
    while (!closed && abandoned <= maxAbandoned && runners.size() < threads) {
      Thread runner = factory.newThread(this::runner);
      runners.add(runner);
      runner.start();
    }
  }

  private String rejection() {
    synchronized (lock) {
      return closed
          ? "the executor is closed"
          : abandoned
              + " threads are stuck in work that ignores its deadline of "
              + limit.toMillis()
              + " ms";
    }
  }

  /** Accepts no more work, rejects queued work and lets running work end. */
  @Override
  public void close() {
    List<TimedExecution<?>> rejected = new ArrayList<>();
    synchronized (lock) {
      closed = true;
      queue.drainTo(rejected);
    }
    rejected.forEach(waiting -> waiting.reject(rejection()));
    watchdog.shutdown();
  }
}
