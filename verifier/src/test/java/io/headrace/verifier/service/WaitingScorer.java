package io.headrace.verifier.service;

import io.headrace.verifier.scorer.PureScorer;
import io.headrace.verifier.scorer.Score;
import io.headrace.verifier.scorer.ScorerInput;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A scorer that takes a set time for each trace, or until it is let go. */
final class WaitingScorer implements PureScorer {

  private final Duration duration;
  private final CountDownLatch released = new CountDownLatch(1);
  private final AtomicInteger started = new AtomicInteger();

  WaitingScorer(Duration duration) {
    this.duration = duration;
  }

  void release() {
    released.countDown();
  }

  /** How many traces it was asked to score. */
  int started() {
    return started.get();
  }

  @Override
  public String name() {
    return "waiting";
  }

  @Override
  public String version() {
    return "1";
  }

  @Override
  public Score score(ScorerInput input) {
    started.incrementAndGet();
    try {
      var _ = released.await(duration.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Score.right("waited");
  }
}
