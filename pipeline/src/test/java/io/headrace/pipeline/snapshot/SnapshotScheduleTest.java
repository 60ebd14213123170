package io.headrace.pipeline.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class SnapshotScheduleTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final SnapshotSchedule schedule =
      new SnapshotSchedule(
          new SnapshotSchedule.Pace(1_000, Duration.ofSeconds(5), Duration.ofSeconds(30)), START);

  @Test
  void isDueAfterAThousandEventsButNotTooOften() {
    events(999);
    assertThat(schedule.isDue(START.plusSeconds(10))).isFalse();
    events(1);
    assertThat(schedule.isDue(START.plusSeconds(4))).isFalse();
    assertThat(schedule.isDue(START.plusSeconds(5))).isTrue();
  }

  @Test
  void isDueAfterHalfAMinuteWithAnyEventAndNeverWithoutOne() {
    assertThat(schedule.isDue(START.plus(Duration.ofDays(1)))).isFalse();
    events(1);
    assertThat(schedule.isDue(START.plusSeconds(30))).isTrue();
    schedule.written(START.plusSeconds(30), Duration.ofMillis(1));
    assertThat(schedule.isDue(START.plus(Duration.ofDays(1)))).isFalse();
  }

  @Test
  void takesNoMoreThanOnePercentOfTheTime() {
    schedule.written(START, Duration.ofSeconds(1));
    events(5_000);
    assertThat(schedule.isDue(START.plusSeconds(99))).isFalse();
    assertThat(schedule.isDue(START.plusSeconds(100))).isTrue();
  }

  private void events(int count) {
    for (int i = 0; i < count; i++) {
      schedule.applied();
    }
  }
}
