package io.headrace.rollout.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DecodeCallTimerTest {

  private final AtomicLong nanos = new AtomicLong(-5);
  private final DecodeCallTimer timer = new DecodeCallTimer(nanos::get);

  @Test
  void onlyTimeInACallCounts() {
    nanos.addAndGet(1_000);
    assertThat(timer.inCall()).isZero();
    timer.begin();
    nanos.addAndGet(2_000);
    assertThat(timer.inCall()).isEqualTo(Duration.ofNanos(2_000));
    timer.end();
    assertThat(timer.inCall()).isZero();
  }
}
