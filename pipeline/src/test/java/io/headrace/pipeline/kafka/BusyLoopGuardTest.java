package io.headrace.pipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BusyLoopGuardTest {

  private static final Duration PATIENCE = Duration.ofMillis(200);

  private final AtomicLong cpuNanos = new AtomicLong(5);
  private final BusyLoopGuard brake = new BusyLoopGuard(cpuNanos::get);

  private void call(int cpuMillis, boolean inVain) {
    brake.begin();
    cpuNanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(cpuMillis));
    brake.end(inVain);
  }

  @Test
  void aCallThatWaitsIsLeftAlone() {
    // When
    call(1, true);

    // Then
    assertThat(brake.rest(PATIENCE)).isZero();
    assertThat(brake.wait(PATIENCE)).isEqualTo(PATIENCE);
  }

  @Test
  void aCallThatKeepsTheProcessorBusyInVainIsMadeShortAfterARest() {
    // When
    call(150, true);

    // Then the rest and the call take as long as was asked for
    assertThat(brake.rest(PATIENCE)).isEqualTo(Duration.ofMillis(190));
    assertThat(brake.wait(PATIENCE)).isEqualTo(Duration.ofMillis(10));
    assertThat(brake.rest(Duration.ofMillis(5))).isZero();
    assertThat(brake.wait(Duration.ofMillis(5))).isEqualTo(Duration.ofMillis(5));
  }

  @Test
  void aCallThatBringsSomethingMayBeBusy() {
    // When
    call(150, false);

    // Then
    assertThat(brake.rest(PATIENCE)).isZero();
  }

  @Test
  void itIsOffAgainWhenAShortCallWaits() {
    // Given
    call(150, true);
    call(9, true);
    assertThat(brake.rest(PATIENCE)).isPositive();

    // When
    call(1, true);

    // Then
    assertThat(brake.rest(PATIENCE)).isZero();
    assertThat(brake.wait(PATIENCE)).isEqualTo(PATIENCE);
  }
}
