package io.headrace.reward.shaping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The overlong punishment against reference numbers E13. */
class OverlongPunishmentTest {

  @ParameterizedTest
  @CsvSource({
    "20480, 4096, 16384, 0",
    "20480, 4096, 16385, -0.000244140625",
    "20480, 4096, 17000, -0.150390625",
    "20480, 4096, 18432, -0.5",
    "20480, 4096, 20480, -1",
    "20480, 4096, 20481, -1",
    "64, 16, 48, 0",
    "64, 16, 49, -0.0625",
    "64, 16, 56, -0.5",
    "64, 16, 60, -0.75",
    "64, 16, 64, -1",
    "64, 16, 100, -1"
  })
  void punishmentGrowsOverTheBuffer(int limit, int buffer, int tokens, double expected) {
    assertThat(new OverlongPunishment(limit, buffer, 1).punishment(tokens))
        .isCloseTo(expected, within(1e-12));
  }

  @Test
  void itIsAddedToTheScoreWithItsWeight() {
    assertThat(
            new OverlongPunishment(64, 16, 0.5)
                .shape(List.of(new ScoredSample(1, 56), new ScoredSample(0, 10)), 0))
        .containsExactly(0.75, 0);
  }

  @Test
  void aBufferLongerThanTheLimitIsRejected() {
    assertThatThrownBy(() -> new OverlongPunishment(10, 11, 1))
        .hasMessageContaining("above 0 and at most the limit 10, found 11");
  }
}
