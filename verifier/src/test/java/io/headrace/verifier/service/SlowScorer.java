package io.headrace.verifier.service;

import io.headrace.verifier.scorer.AsyncScorer;
import io.headrace.verifier.scorer.PureScorer;
import io.headrace.verifier.scorer.Score;
import io.headrace.verifier.scorer.ScorerInput;
import io.headrace.verifier.scorer.ScorerLimits;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Scorers of 5 s a trace, two traces at once. */
final class SlowScorer {

  static final String NAME = "slow";

  private static final Duration DURATION = Duration.ofSeconds(5);
  private static final ScorerLimits LIMITS = new ScorerLimits(2, Duration.ofMinutes(2));

  private static final AtomicInteger STARTED = new AtomicInteger();

  private SlowScorer() {}

  /** How many traces were begun since the last call of {@link #reset}. */
  static int started() {
    return STARTED.get();
  }

  /** Counts from zero again. */
  static void reset() {
    STARTED.set(0);
  }

  /** Blocks a thread for each trace. */
  record Blocking() implements PureScorer {

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public String version() {
      return "1";
    }

    @Override
    public ScorerLimits limits(ScorerLimits defaults) {
      return LIMITS;
    }

    @Override
    public boolean hasOwnQueue() {
      return true;
    }

    @Override
    public Score score(ScorerInput input) {
      var _ = STARTED.incrementAndGet();
      try {
        var _ = new CountDownLatch(1).await(DURATION.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return Score.right("waited");
    }
  }

  /** Answers later. */
  record Asynchronous() implements AsyncScorer {

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public String version() {
      return "1";
    }

    @Override
    public ScorerLimits limits(ScorerLimits defaults) {
      return LIMITS;
    }

    @Override
    public CompletionStage<Score> score(ScorerInput input) {
      var _ = STARTED.incrementAndGet();
      return CompletableFuture.supplyAsync(
          () -> Score.right("waited"),
          CompletableFuture.delayedExecutor(DURATION.toMillis(), TimeUnit.MILLISECONDS));
    }
  }
}
