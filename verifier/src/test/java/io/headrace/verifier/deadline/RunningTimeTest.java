package io.headrace.verifier.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RunningTimeTest {

  private final AtomicLong nanoTime = new AtomicLong(7_000_000_000L);
  private final RunningTime time = new RunningTime(nanoTime::get, Duration.ofMillis(200));

  private long readAfter(int millis) {
    nanoTime.addAndGet(Duration.ofMillis(millis).toNanos());
    return Duration.ofNanos(time.getAsLong()).toMillis();
  }

  @Test
  void countsWhatPassesBetweenReads() {
    assertThat(readAfter(50)).isEqualTo(50);
    assertThat(readAfter(0)).isEqualTo(50);
    assertThat(readAfter(200)).isEqualTo(250);
  }

  @Test
  void ofAGapOnlyTheLongestCounts() {
    // Given
    readAfter(50);

    // When
    long afterAMinute = readAfter(60_000);

    // Then
    assertThat(afterAMinute).isEqualTo(250);
    assertThat(readAfter(50)).isEqualTo(300);
  }
}
