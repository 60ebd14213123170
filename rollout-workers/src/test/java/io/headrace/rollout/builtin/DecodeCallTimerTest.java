package io.headrace.rollout.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DecodeCallTimerTest {

  private final AtomicLong nanos = new AtomicLong(-5);
  private final DecodeCallTimer watch = new DecodeCallTimer(nanos::get);

  @Test
  void onlyTimeInACallCounts() {
    nanos.addAndGet(1_000);
    assertThat(watch.inCall()).isZero();
    watch.begin();
    nanos.addAndGet(2_000);
    assertThat(watch.inCall()).isEqualTo(Duration.ofNanos(2_000));
    watch.end();
    assertThat(watch.inCall()).isZero();
  }
}
