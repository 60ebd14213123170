package io.headrace.verifier.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.schemas.VerdictStatus;
import io.headrace.verifier.scorer.AsyncScorer;
import io.headrace.verifier.scorer.PureScorer;
import io.headrace.verifier.scorer.Score;
import io.headrace.verifier.scorer.Scorer;
import io.headrace.verifier.scorer.ScorerInput;
import io.headrace.verifier.scorer.ScorerLimits;
import io.headrace.verifier.scorer.Scorers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ScoringExecutorTest {

  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final ScorerInput INPUT = new ScorerInput("prompt", "gold", "response");

  private final CountDownLatch released = new CountDownLatch(1);

  @AfterEach
  void letStuckScorersGo() {
    released.countDown();
  }

  private static ScoringExecutor executor(Duration timeout, Scorer... scorers) {
    return new ScoringExecutor(new Scorers(List.of(scorers)), new ScorerLimits(2, timeout), 1);
  }

  private static ScoreResult result(CompletableFuture<Optional<ScoreResult>> result)
      throws InterruptedException, ExecutionException, TimeoutException {
    return result.get(60, TimeUnit.SECONDS).orElseThrow();
  }

  /** Answers with a stage that a test completes. */
  private record Async(Function<ScorerInput, CompletionStage<Score>> answer)
      implements AsyncScorer {

    @Override
    public String name() {
      return "async";
    }

    @Override
    public String version() {
      return "1";
    }

    @Override
    public CompletionStage<Score> score(ScorerInput input) {
      return answer.apply(input);
    }
  }

  /** Waits for a latch whatever interrupts it. */
  private record Stuck(CountDownLatch released) implements PureScorer {

    @Override
    public String name() {
      return "stuck";
    }

    @Override
    public String version() {
      return "1";
    }

    @Override
    public Score score(ScorerInput input) {
      while (released.getCount() > 0) {
        Thread.onSpinWait();
      }
      return Score.right("late");
    }
  }

  private record Quick() implements PureScorer {

    @Override
    public String name() {
      return "quick";
    }

    @Override
    public String version() {
      return "1";
    }

    @Override
    public Score score(ScorerInput input) {
      return Score.right("quick");
    }
  }

  @Test
  void anAsynchronousScorerAnswersLater() throws Exception {
    // Given
    var answer = new CompletableFuture<Score>();
    try (var scoring = executor(LONG, new Async(_ -> answer))) {
      var result = scoring.score("async", INPUT);
      assertThat(result).isNotDone();

      // When
      answer.complete(Score.wrong("judged"));

      // Then
      assertThat(result(result).status()).isEqualTo(VerdictStatus.OK);
      assertThat(result(result).score()).hasValue(0);
    }
  }

  @Test
  void aLateAnswerIsATimeoutAndItsStageIsCancelled() throws Exception {
    // Given an answer that never comes
    var answer = new CompletableFuture<Score>();
    var cancelled = new CountDownLatch(1);
    var _ = answer.whenComplete((_, _) -> cancelled.countDown());
    try (var scoring = executor(SHORT, new Async(_ -> answer))) {

      // When
      ScoreResult result = result(scoring.score("async", INPUT));

      // Then
      assertThat(result.status()).isEqualTo(VerdictStatus.TIMEOUT);
      assertThat(result.score()).isEmpty();
      assertThat(cancelled.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(answer).isCancelled();
    }
  }

  @Test
  void anAnswerThatFailsIsAnErrorWithoutAScore() throws Exception {
    // Given
    var failure = new IllegalStateException("judge is down");
    try (var scoring = executor(LONG, new Async(_ -> CompletableFuture.failedFuture(failure)))) {

      // When
      ScoreResult result = result(scoring.score("async", INPUT));

      // Then
      assertThat(result.status()).isEqualTo(VerdictStatus.ERROR);
      assertThat(result.detail())
          .isEqualTo("the scorer threw java.lang.IllegalStateException: judge is down");
    }
  }

  @Test
  void aMissingAnswerIsAnError() throws Exception {
    // Given
    try (var scoring = executor(LONG, new Async(_ -> CompletableFuture.completedFuture(null)))) {

      // When
      ScoreResult result = result(scoring.score("async", INPUT));

      // Then
      assertThat(result.status()).isEqualTo(VerdictStatus.ERROR);
    }
  }

  @Test
  void anAsynchronousScorerHasNoMoreAnswersOpenThanItsConcurrency() throws Exception {
    // Given two open answers
    List<CompletableFuture<Score>> asked = new ArrayList<>();
    var first = new CountDownLatch(2);
    var third = new CountDownLatch(3);
    var scorer =
        new Async(
            _ -> {
              var answer = new CompletableFuture<Score>();
              synchronized (asked) {
                asked.add(answer);
              }
              first.countDown();
              third.countDown();
              return answer;
            });
    try (var scoring = executor(LONG, scorer)) {
      for (int i = 0; i < 4; i++) {
        var _ = scoring.score("async", INPUT);
      }
      assertThat(first.await(60, TimeUnit.SECONDS)).isTrue();
      synchronized (asked) {
        assertThat(asked).hasSize(2);

        // When one arrives
        asked.getFirst().complete(Score.right("done"));
      }

      // Then the next is asked for
      assertThat(third.await(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aStuckScorerTakesNoThreadFromAnother() throws Exception {
    // Given a scorer with more stuck threads than are allowed
    try (var scoring = executor(SHORT, new Stuck(released), new Quick())) {
      var one = scoring.score("stuck", INPUT);
      var two = scoring.score("stuck", INPUT);
      assertThat(result(one).status()).isEqualTo(VerdictStatus.TIMEOUT);
      assertThat(result(two).status()).isEqualTo(VerdictStatus.TIMEOUT);

      // When
      ScoreResult result = result(scoring.score("quick", INPUT));

      // Then
      assertThat(result.status()).isEqualTo(VerdictStatus.OK);
      assertThat(scoring.overwhelmed("stuck")).isTrue();
      assertThat(scoring.overwhelmed("quick")).isFalse();
      assertThat(scoring.abandoned()).isEqualTo(2);
      assertThat(scoring.problem()).startsWith("2 threads of scorer 'stuck' are stuck");
      assertThat(scoring.score("stuck", INPUT).get(60, TimeUnit.SECONDS)).isEmpty();
    }
  }
}
