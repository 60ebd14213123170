package io.headrace.pipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BusyLoopGuardTest {

  private static final Duration TIMEOUT = Duration.ofMillis(200);

  private final AtomicLong cpuNanos = new AtomicLong(5);
  private final BusyLoopGuard guard = new BusyLoopGuard(cpuNanos::get);

  private void call(int cpuMillis, boolean inVain) {
    guard.begin();
    cpuNanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(cpuMillis));
    guard.end(inVain);
  }

  @Test
  void aBlockingCallIsNotChanged() {
    // When
    call(1, true);

    // Then
    assertThat(guard.rest(TIMEOUT)).isZero();
    assertThat(guard.wait(TIMEOUT)).isEqualTo(TIMEOUT);
  }

  @Test
  void anEmptySpinningCallIsShortenedAfterARest() {
    // When
    call(150, true);

    // Then the rest and the call together take the requested time
    assertThat(guard.rest(TIMEOUT)).isEqualTo(Duration.ofMillis(190));
    assertThat(guard.wait(TIMEOUT)).isEqualTo(Duration.ofMillis(10));
    assertThat(guard.rest(Duration.ofMillis(5))).isZero();
    assertThat(guard.wait(Duration.ofMillis(5))).isEqualTo(Duration.ofMillis(5));
  }

  @Test
  void aCallThatReturnsRecordsMayBeBusy() {
    // When
    call(150, false);

    // Then
    assertThat(guard.rest(TIMEOUT)).isZero();
  }

  @Test
  void theGuardEndsWhenAShortCallBlocks() {
    // Given
    call(150, true);
    call(9, true);
    assertThat(guard.rest(TIMEOUT)).isPositive();

    // When
    call(1, true);

    // Then
    assertThat(guard.rest(TIMEOUT)).isZero();
    assertThat(guard.wait(TIMEOUT)).isEqualTo(TIMEOUT);
  }
}
