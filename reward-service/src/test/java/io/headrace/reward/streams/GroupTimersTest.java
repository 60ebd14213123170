package io.headrace.reward.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class GroupTimersTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final GroupTimers timetable = new GroupTimers();

  @Test
  void takesEachGroupOnceWhenItsNewestTimeHasCome() {
    // Given a group whose limit of a day was replaced when it was emitted
    timetable.add("a", NOW.plusSeconds(86_400));
    timetable.add("a", NOW.plusSeconds(10));
    timetable.add("b", NOW.plusSeconds(5));
    timetable.add("c", NOW.plusSeconds(5));

    // Then
    assertThat(timetable.take(NOW.plusSeconds(4))).isEmpty();
    assertThat(timetable.take(NOW.plusSeconds(10))).containsExactly("b", "c", "a");
    assertThat(timetable.take(NOW.plusSeconds(90_000))).isEmpty();
  }

  @Test
  void holdsNothingOfGroupsThatAreForgotten() {
    // Given a day of groups, each with a limit of a day, remembered for a second after it was there
    int most = 0;
    for (int group = 0; group < 86_400; group++) {
      Instant now = NOW.plusSeconds(group);
      timetable.add("g" + group, now.plusSeconds(86_400));
      timetable.add("g" + group, now.plusSeconds(1));
      timetable.take(now);
      most = Math.max(most, timetable.size());
    }

    // Then
    assertThat(most).isLessThan(4);
  }
}
