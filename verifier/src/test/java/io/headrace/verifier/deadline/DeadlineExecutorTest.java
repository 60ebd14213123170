package io.headrace.verifier.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DeadlineExecutorTest {

  private static final Duration LIMIT = Duration.ofMillis(500);

  private final AtomicBoolean letGo = new AtomicBoolean();
  private final CountDownLatch gone = new CountDownLatch(1);

  @AfterEach
  void letStuckThreadsGo() {
    letGo.set(true);
  }

  /** Burns its thread and ignores every interrupt, as a runaway regular expression would. */
  private String hang() {
    while (!letGo.get()) {
      Thread.onSpinWait();
    }
    gone.countDown();
    return "late";
  }

  private static <T> Outcome<T> await(CompletableFuture<Outcome<T>> outcome) throws Exception {
    return outcome.get(10, TimeUnit.SECONDS);
  }

  @Test
  void work_that_returns_in_time_is_done() throws Exception {
    try (var executor = new DeadlineExecutor("test", 1, LIMIT, 1)) {
      // When
      Outcome<String> outcome = await(executor.submit(() -> "value"));

      // Then
      assertThat(outcome)
          .isInstanceOfSatisfying(
              Outcome.Done.class, done -> assertThat(done.value()).isEqualTo("value"));
    }
  }

  @Test
  void whatever_work_throws_is_told_and_costs_no_thread() throws Exception {
    try (var executor = new DeadlineExecutor("test", 1, LIMIT, 1)) {
      // When
      Outcome<String> outcome =
          await(
              executor.submit(
                  () -> {
                    throw new StackOverflowError("too deep");
                  }));

      // Then
      assertThat(outcome)
          .isInstanceOfSatisfying(
              Outcome.Threw.class, threw -> assertThat(threw.problem()).hasMessage("too deep"));
      assertThat(await(executor.submit(() -> 1))).isInstanceOf(Outcome.Done.class);
      assertThat(executor.abandoned()).isZero();
    }
  }

  @Test
  void work_that_never_returns_times_out_and_holds_nobody_up() throws Exception {
    try (var executor = new DeadlineExecutor("test", 1, LIMIT, 1)) {
      // Given
      CompletableFuture<Outcome<String>> stuck = executor.submit(this::hang);
      CompletableFuture<Outcome<Integer>> next = executor.submit(() -> 2);

      // When
      Outcome<String> outcome = await(stuck);

      // Then
      assertThat(outcome).isEqualTo(new Outcome.TimedOut<String>(LIMIT));
      assertThat(await(next)).isInstanceOf(Outcome.Done.class);
      assertThat(executor.abandoned()).isEqualTo(1);
      assertThat(executor.overwhelmed()).isFalse();
    }
  }

  @Test
  void waiting_in_the_queue_costs_nothing_of_the_limit() throws Exception {
    try (var executor = new DeadlineExecutor("test", 1, LIMIT, 1)) {
      // Given
      List<CompletableFuture<Outcome<Boolean>>> outcomes = new ArrayList<>();

      // When
      for (int i = 0; i < 6; i++) {
        outcomes.add(
            executor.submit(() -> new CountDownLatch(1).await(150, TimeUnit.MILLISECONDS)));
      }

      // Then
      for (var outcome : outcomes) {
        assertThat(await(outcome)).isInstanceOf(Outcome.Done.class);
      }
    }
  }

  @Test
  void interruptible_work_frees_its_thread() throws Exception {
    try (var executor = new DeadlineExecutor("test", 1, LIMIT, 0)) {
      // Given
      CountDownLatch interrupted = new CountDownLatch(1);

      // When
      Outcome<Boolean> outcome =
          await(
              executor.submit(
                  () -> {
                    try {
                      return new CountDownLatch(1).await(20, TimeUnit.SECONDS);
                    } finally {
                      interrupted.countDown();
                    }
                  }));

      // Then
      assertThat(outcome).isInstanceOf(Outcome.TimedOut.class);
      assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(doneEventually(executor)).isTrue();
    }
  }

  @Test
  void too_many_stuck_threads_refuse_work_until_one_ends() throws Exception {
    try (var executor = new DeadlineExecutor("test", 1, LIMIT, 0)) {
      // Given
      CompletableFuture<Outcome<String>> stuck = executor.submit(this::hang);
      CompletableFuture<Outcome<Integer>> queued = executor.submit(() -> 2);

      // When
      await(stuck);

      // Then
      assertThat(await(queued)).isInstanceOf(Outcome.Refused.class);
      assertThat(executor.overwhelmed()).isTrue();
      assertThat(await(executor.submit(() -> 3)))
          .isEqualTo(
              new Outcome.Refused<Integer>(
                  "1 threads are stuck in work that ignores its deadline of 500 ms"));
      letGo.set(true);
      assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(doneEventually(executor)).isTrue();
      assertThat(executor.overwhelmed()).isFalse();
    }
  }

  @Test
  void a_closed_executor_refuses_work() throws Exception {
    // Given
    var executor = new DeadlineExecutor("test", 1, LIMIT, 1);

    // When
    executor.close();

    // Then
    assertThat(await(executor.submit(() -> 1)))
        .isEqualTo(new Outcome.Refused<Integer>("the executor is closed"));
  }

  /** The moment a stuck thread has ended is not observable from outside but by this. */
  private static boolean doneEventually(DeadlineExecutor executor) throws Exception {
    for (int i = 0; i < 10_000_000; i++) {
      if (await(executor.submit(() -> 1)) instanceof Outcome.Done) {
        return true;
      }
      Thread.onSpinWait();
    }
    return false;
  }
}
