package io.headrace.verifier.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The limit is measured with a clock that the tests move, so that no pause of a thread counts. */
@Timeout(120)
class DeadlineExecutorTest {

  private static final Duration LIMIT = Duration.ofMillis(500);

  private final MovedTime time = new MovedTime();
  private final AtomicBoolean released = new AtomicBoolean();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch gone = new CountDownLatch(1);

  @AfterEach
  void letStuckThreadsGo() {
    released.set(true);
  }

  /** Burns its thread and ignores every interrupt, as a runaway regular expression would. */
  private String hang() {
    begun.countDown();
    while (!released.get()) {
      Thread.onSpinWait();
    }
    gone.countDown();
    return "late";
  }

  private static <T> ExecutionOutcome<T> await(CompletableFuture<ExecutionOutcome<T>> outcome)
      throws Exception {
    return outcome.get(60, TimeUnit.SECONDS);
  }

  private DeadlineExecutor executor(int maxAbandoned) {
    return new DeadlineExecutor("test", 1, LIMIT, maxAbandoned, time);
  }

  /** Lets the work that has begun run past its limit. */
  private void letTheLimitPass() throws InterruptedException {
    assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
    time.pass(LIMIT);
  }

  @Test
  void workThatReturnsInTimeIsDone() throws Exception {
    try (var executor = executor(1)) {
      // When
      ExecutionOutcome<String> outcome = await(executor.submit(() -> "value"));

      // Then
      assertThat(outcome)
          .isInstanceOfSatisfying(
              ExecutionOutcome.Done.class, done -> assertThat(done.value()).isEqualTo("value"));
    }
  }

  @Test
  void exceptionsOfWorkAreReportedAndKeepTheThread() throws Exception {
    try (var executor = executor(1)) {
      // When
      ExecutionOutcome<String> outcome =
          await(
              executor.submit(
                  () -> {
                    throw new StackOverflowError("too deep");
                  }));

      // Then
      assertThat(outcome)
          .isInstanceOfSatisfying(
              ExecutionOutcome.Threw.class,
              threw -> assertThat(threw.problem()).hasMessage("too deep"));
      assertThat(await(executor.submit(() -> 1))).isInstanceOf(ExecutionOutcome.Done.class);
      assertThat(executor.abandoned()).isZero();
    }
  }

  @Test
  void workThatNeverReturnsTimesOutAndDelaysNoOther() throws Exception {
    try (var executor = executor(1)) {
      // Given
      CompletableFuture<ExecutionOutcome<String>> stuck = executor.submit(this::hang);
      CompletableFuture<ExecutionOutcome<Integer>> next = executor.submit(() -> 2);

      // When
      letTheLimitPass();
      ExecutionOutcome<String> outcome = await(stuck);

      // Then
      assertThat(outcome).isEqualTo(new ExecutionOutcome.TimedOut<String>(LIMIT));
      assertThat(await(next)).isInstanceOf(ExecutionOutcome.Done.class);
      assertThat(executor.abandoned()).isEqualTo(1);
      assertThat(executor.overwhelmed()).isFalse();
    }
  }

  @Test
  void timeInWhichTheProcessWasSuspendedIsNotCounted() throws Exception {
    // Given work that has begun
    var running = new RunningTime(time, LIMIT.dividedBy(5));
    try (var executor = new DeadlineExecutor("test", 1, LIMIT, 1, running)) {
      CompletableFuture<ExecutionOutcome<String>> work = executor.submit(this::hang);
      assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();

      // When the process stands still for ten times the limit
      time.pass(LIMIT.multipliedBy(10));
      time.awaitLooks(2);
      released.set(true);

      // Then the work has the rest of its time
      assertThat(await(work)).isInstanceOf(ExecutionOutcome.Done.class);
    }
  }

  @Test
  void timeInTheQueueDoesNotCountTowardsTheLimit() throws Exception {
    try (var executor = executor(1)) {
      // Given
      List<CompletableFuture<ExecutionOutcome<Boolean>>> outcomes = new ArrayList<>();

      // When
      for (int i = 0; i < 6; i++) {
        outcomes.add(executor.submit(this::takeAThirdOfTheLimit));
      }

      // Then
      for (var outcome : outcomes) {
        assertThat(await(outcome)).isInstanceOf(ExecutionOutcome.Done.class);
      }
    }
  }

  private boolean takeAThirdOfTheLimit() throws InterruptedException {
    time.pass(LIMIT.dividedBy(3));
    time.awaitLooks(2);
    return true;
  }

  @Test
  void interruptedWorkFreesItsThread() throws Exception {
    try (var executor = executor(0)) {
      // Given
      CountDownLatch interrupted = new CountDownLatch(1);

      CompletableFuture<ExecutionOutcome<Boolean>> patient =
          executor.submit(
              () -> {
                begun.countDown();
                try {
                  return new CountDownLatch(1).await(100, TimeUnit.SECONDS);
                } finally {
                  interrupted.countDown();
                }
              });

      // When
      letTheLimitPass();

      // Then
      assertThat(await(patient)).isInstanceOf(ExecutionOutcome.TimedOut.class);
      assertThat(interrupted.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(doneEventually(executor)).isTrue();
    }
  }

  @Test
  void workIsRejectedWhileTooManyThreadsAreStuck() throws Exception {
    try (var executor = executor(0)) {
      // Given
      CompletableFuture<ExecutionOutcome<String>> stuck = executor.submit(this::hang);
      CompletableFuture<ExecutionOutcome<Integer>> queued = executor.submit(() -> 2);

      // When
      letTheLimitPass();
      await(stuck);

      // Then
      assertThat(await(queued)).isInstanceOf(ExecutionOutcome.Rejected.class);
      assertThat(executor.overwhelmed()).isTrue();
      assertThat(await(executor.submit(() -> 3)))
          .isEqualTo(
              new ExecutionOutcome.Rejected<Integer>(
                  "1 threads are stuck in work that ignores its deadline of 500 ms"));
      released.set(true);
      assertThat(gone.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(doneEventually(executor)).isTrue();
      assertThat(executor.overwhelmed()).isFalse();
    }
  }

  @Test
  void aClosedExecutorRejectsWork() throws Exception {
    // Given
    var executor = executor(1);

    // When
    executor.close();

    // Then
    assertThat(await(executor.submit(() -> 1)))
        .isEqualTo(new ExecutionOutcome.Rejected<Integer>("the executor is closed"));
  }

  /** The moment a stuck thread has ended is not observable from outside but by this. */
  private static boolean doneEventually(DeadlineExecutor executor) throws Exception {
    for (int i = 0; i < 10_000_000; i++) {
      if (await(executor.submit(() -> 1)) instanceof ExecutionOutcome.Done) {
        return true;
      }
      Thread.onSpinWait();
    }
    return false;
  }

  /** Stands still unless a test moves it. */
  private static final class MovedTime implements LongSupplier {

    private final AtomicLong now = new AtomicLong();
    private final Semaphore looks = new Semaphore(0);

    @Override
    public long getAsLong() {
      looks.release();
      return now.get();
    }

    void pass(Duration duration) {
      now.addAndGet(duration.toNanos());
    }

    /** Waits until the time was read that often. */
    void awaitLooks(int count) throws InterruptedException {
      looks.drainPermits();
      looks.acquire(count);
    }
  }
}
