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
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs work on a fixed number of threads, each piece within a limit of wall-clock time.
 *
 * <p>The clock of a piece starts when it starts, so waiting in the queue never costs it anything. A
 * piece that runs past its limit is {@link ExecutionOutcome.TimedOut} at once; its thread is
 * interrupted, abandoned and replaced, so that whatever ignores the interrupt holds nobody up. The
 * JVM can't end such a thread, so their number is bounded: while more than {@code maxAbandoned} are
 * stuck, everything not yet started is {@link ExecutionOutcome.Refused} and {@link #overwhelmed}
 * says so; when enough of them end, work is taken again. All threads are daemons. Safe for use from
 * several threads.
 */
public final class DeadlineExecutor implements AutoCloseable {

  private final String name;
  private final int threads;
  private final Duration limit;
  private final int maxAbandoned;
  private final LongSupplier nanoTime;
  private final BlockingQueue<TimedExecution<?>> queue = new LinkedBlockingQueue<>();
  private final Set<TimedExecution<?>> running = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService watchdog;

  private final Object lock = new Object();
  private final Set<Thread> runners = new HashSet<>();
  private int abandoned;
  private boolean closed;

  /**
   * Starts the threads.
   *
   * @param name of the threads
   * @param threads pieces run at once, at least 1
   * @param limit of one piece
   * @param maxAbandoned stuck threads that are put up with
   */
  public DeadlineExecutor(String name, int threads, Duration limit, int maxAbandoned) {
    this(name, threads, limit, maxAbandoned, runningTime(limit));
  }

  /**
   * The same by another time.
   *
   * @param nanoTime what the limit is measured with, in place of {@link System#nanoTime}
   */
  public DeadlineExecutor(
      String name, int threads, Duration limit, int maxAbandoned, LongSupplier nanoTime) {
    this.name = name;
    this.threads = threads;
    this.limit = limit;
    this.maxAbandoned = maxAbandoned;
    this.nanoTime = nanoTime;
    this.watchdog =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name(name + "-watchdog").factory());
    synchronized (lock) {
      fillConsumers();
    }
    long tick = tick(limit).toMillis();
    Runnable watch = RepeatedWork.guarded(name + "-watchdog", this::watch);
    var _ = watchdog.scheduleWithFixedDelay(watch, tick, tick, TimeUnit.MILLISECONDS);
  }

  /** The pause between two looks of the watchdog. */
  private static Duration tick(Duration limit) {
    return Duration.ofMillis(Math.clamp(limit.toMillis() / 20, 1, 50));
  }

  /** A delay of the watchdog by four ticks still counts; a longer one was no time to work in. */
  private static RunningTime runningTime(Duration limit) {
    return new RunningTime(System::nanoTime, tick(limit).multipliedBy(4));
  }

  /**
   * Queues a piece of work; the future completes normally. Cancel it before the work starts, and it
   * never does.
   */
  public <T> CompletableFuture<ExecutionOutcome<T>> submit(Callable<T> work) {
    TimedExecution<T> attempt = new TimedExecution<>(work, limit, nanoTime);
    synchronized (lock) {
      if (closed || abandoned > maxAbandoned) {
        attempt.refuse(refusal());
      } else {
        queue.add(attempt);
      }
    }
    return attempt.outcome();
  }

  /** Threads that are stuck in work that was given up. */
  public int abandoned() {
    synchronized (lock) {
      return abandoned;
    }
  }

  /** Whether so many threads are stuck that no work is taken. */
  public boolean overwhelmed() {
    synchronized (lock) {
      return abandoned > maxAbandoned;
    }
  }

  private void runner() {
    TimedExecution<?> attempt;
    while ((attempt = next()) != null) {
      running.add(attempt);
      boolean inTime = attempt.run();
      running.remove(attempt);
      if (!inTime) {
        unstuck();
        return;
      }
      // An interrupt that the work left behind is not for the next piece.
      var _ = Thread.interrupted();
    }
  }

  private @Nullable TimedExecution<?> next() {
    while (true) {
      try {
        TimedExecution<?> attempt = queue.poll(1, TimeUnit.SECONDS);
        synchronized (lock) {
          if (closed) {
            refuseUnstarted(attempt);
            return null;
          }
        }
        if (attempt != null) {
          return attempt;
        }
      } catch (InterruptedException e) {
        // Only close() interrupts a waiting runner; the state above decides.
      }
    }
  }

  private void refuseUnstarted(@Nullable TimedExecution<?> attempt) {
    if (attempt != null) {
      attempt.refuse(refusal());
    }
  }

  private void watch() {
    long now = nanoTime.getAsLong();
    for (TimedExecution<?> attempt : running) {
      abandonIfExpired(attempt, now);
    }
  }

  private void abandonIfExpired(TimedExecution<?> attempt, long now) {
    List<TimedExecution<?>> refused = new ArrayList<>();
    synchronized (lock) {
      if (!attempt.expire(now)) {
        return;
      }
      abandoned++;
      runners.remove(attempt.runner());
      if (abandoned > maxAbandoned) {
        queue.drainTo(refused);
      }
      fillConsumers();
    }
    attempt.abandon();
    refused.forEach(waiting -> waiting.refuse(refusal()));
  }

  private void unstuck() {
    synchronized (lock) {
      abandoned--;
      fillConsumers();
    }
  }

  private void fillConsumers() {
    while (!closed && abandoned <= maxAbandoned && runners.size() < threads) {
      Thread runner = Thread.ofPlatform().daemon().name(name).unstarted(this::runner);
      runners.add(runner);
      runner.start();
    }
  }

  private String refusal() {
    synchronized (lock) {
      return closed
          ? "the executor is closed"
          : abandoned
              + " threads are stuck in work that ignores its deadline of "
              + limit.toMillis()
              + " ms";
    }
  }

  /** Takes no more work, refuses what is queued and lets what is running go on to its end. */
  @Override
  public void close() {
    List<TimedExecution<?>> refused = new ArrayList<>();
    synchronized (lock) {
      closed = true;
      queue.drainTo(refused);
    }
    refused.forEach(waiting -> waiting.refuse(refusal()));
    watchdog.shutdown();
  }
}
