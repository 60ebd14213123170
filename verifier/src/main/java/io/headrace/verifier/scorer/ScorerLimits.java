package io.headrace.verifier.scorer;

import java.time.Duration;

/**
 * Concurrency and time-out of a scorer.
 *
 * @param concurrency threads of a pure scorer, else answers awaited at once; at least 1
 * @param timeout from the start of one call to its answer, without the time in the queue
 */
public record ScorerLimits(int concurrency, Duration timeout) {

  public ScorerLimits {
    if (concurrency < 1) {
      throw new IllegalArgumentException("a scorer needs a concurrency of 1, not " + concurrency);
    }
    if (!timeout.isPositive()) {
      throw new IllegalArgumentException("a scorer needs a positive time-out, not " + timeout);
    }
  }
}
