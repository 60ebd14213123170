package io.headrace.verifier.service;

import io.headrace.verifier.scorer.PureScorer;
import io.headrace.verifier.scorer.Score;
import io.headrace.verifier.scorer.ScorerInput;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A scorer that does what the response says: throws, or occupies its thread and ignores every
 * interrupt.
 */
final class MisbehavingScorer implements PureScorer {

  private final AtomicBoolean released = new AtomicBoolean();
  private final AtomicInteger hanging = new AtomicInteger();

  /** Ends every hanging call. */
  void release() {
    released.set(true);
  }

  /** How many calls hang. */
  int hanging() {
    return hanging.get();
  }

  @Override
  public String name() {
    return "unruly";
  }

  @Override
  public String version() {
    return "1";
  }

  @Override
  public Score score(ScorerInput input) {
    return switch (input.response()) {
      case "throw" -> throw new IllegalStateException("thrown on purpose");
      case "hang" -> hang();
      default -> Score.right("fine");
    };
  }

  private Score hang() {
    hanging.incrementAndGet();
    while (!released.get()) {
      Thread.onSpinWait();
    }
    hanging.decrementAndGet();
    return Score.right("late");
  }
}
