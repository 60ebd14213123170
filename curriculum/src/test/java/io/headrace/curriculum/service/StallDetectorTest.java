package io.headrace.curriculum.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

final class StallDetectorTest {

  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private final StallDetector stallDetector = new StallDetector("run", BEGIN);

  @Test
  void aStallIsReportedAfterTwoMinutes() {
    assertThat(stallDetector.problem(3, BEGIN.plusSeconds(119))).isEmpty();
    assertThat(stallDetector.problem(3, BEGIN.plusSeconds(120)))
        .startsWith("[run=run] 3 groups are requested and none was assembled for 120 s");
  }

  @Test
  void aRunWithProgressOrWithoutRequestedGroupsHasNoProblem() {
    stallDetector.recordProgress(BEGIN.plusSeconds(100));
    assertThat(stallDetector.problem(3, BEGIN.plusSeconds(200))).isEmpty();
    assertThat(stallDetector.problem(0, BEGIN.plusSeconds(900))).isEmpty();
  }
}
