package io.headrace.reward.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class GroupTimersTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final GroupTimers timers = new GroupTimers();

  @Test
  void returnsEachGroupOnceWhenItsNewestTimeIsDue() {
    // Given a group whose limit of a day was replaced when it was emitted
    timers.add("a", NOW.plusSeconds(86_400));
    timers.add("a", NOW.plusSeconds(10));
    timers.add("b", NOW.plusSeconds(5));
    timers.add("c", NOW.plusSeconds(5));

    // Then
    assertThat(timers.removeDue(NOW.plusSeconds(4))).isEmpty();
    assertThat(timers.removeDue(NOW.plusSeconds(10))).containsExactly("b", "c", "a");
    assertThat(timers.removeDue(NOW.plusSeconds(90_000))).isEmpty();
  }

  @Test
  void hasNoEntriesOfDeletedGroups() {
    // Given a day of groups, each with a limit of a day, remembered for a second after it was there
    int most = 0;
    for (int group = 0; group < 86_400; group++) {
      Instant now = NOW.plusSeconds(group);
      timers.add("g" + group, now.plusSeconds(86_400));
      timers.add("g" + group, now.plusSeconds(1));
      timers.removeDue(now);
      most = Math.max(most, timers.size());
    }

    // Then
    assertThat(most).isLessThan(4);
  }
}
