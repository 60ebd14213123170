package io.headrace.curriculum.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.schemas.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RunProgressTest {

  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void timeWhenARunWasDownDoesNotCount() {
    // Given a run of two steps with a night between them
    List<RunEvent> log = new ArrayList<>();
    log.add(new RunEvent.Started(Events.started("run", BEGIN)));
    Instant morning = BEGIN.plus(Duration.ofHours(9));
    log.add(
        new RunEvent.Stepped(
            Events.step("run", 1, Stage.SFT, 0, 0, List.of(), List.of(), BEGIN.plusSeconds(10))));
    log.add(
        new RunEvent.Stepped(
            Events.step("run", 2, Stage.SFT, 0, 0, List.of(), List.of(), morning)));
    // When it is opened in the morning
    RunProgress progress = new RunProgress("run", Settings.small().plan(), morning.plusSeconds(5));
    for (RunEvent event : log) {
      switch (event) {
        case RunEvent.Started(var start) -> progress.apply(start);
        case RunEvent.Stepped(var step) -> progress.apply(step);
        default -> throw new AssertionError(event);
      }
    }
    // Then the first ten seconds, one of computing and the two since count
    assertThat(progress.activeTime(morning.plusSeconds(7))).isEqualTo(Duration.ofSeconds(13));
  }
}
