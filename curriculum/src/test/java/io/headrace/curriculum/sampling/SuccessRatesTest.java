package io.headrace.curriculum.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class SuccessRatesTest {

  @Test
  void aTaskWithoutAGroupHasThePrior() {
    assertThat(new SuccessRates(0.3, 0.5).of("new")).isEqualTo(0.3);
  }

  @Test
  void theFirstGroupReplacesThePriorAndLaterOnesChangeTheAverage() {
    // Given a task that failed first
    SuccessRates rates = new SuccessRates(0.5, 0.25);
    rates.observe("a", 0);
    assertThat(rates.of("a")).isZero();
    // When it is solved in half of its samples, then in all
    rates.observe("a", 0.5);
    rates.observe("a", 1);
    // Then the newest group counts a quarter
    assertThat(rates.of("a")).isCloseTo(0.125 + 0.25 * (1 - 0.125), within(1e-15));
  }

  @Test
  void theOverallRateIsTheMeanAtFirstAndAMovingAverageLater() {
    SuccessRates rates = new SuccessRates(0.5, 0.5);
    assertThat(rates.overall()).isEqualTo(0.5);
    // Given fifty groups, two in five solved
    for (int i = 0; i < 50; i++) {
      rates.observe("t" + i, i % 5 < 2 ? 1 : 0);
    }
    assertThat(rates.overall()).isCloseTo(0.4, within(1e-9));
    // When all are solved from then on
    for (int i = 0; i < 200; i++) {
      rates.observe("t" + i, 1);
    }
    assertThat(rates.overall()).isGreaterThan(0.98);
  }

  @Test
  void scoresOutsideZeroToOneAreClamped() {
    SuccessRates rates = new SuccessRates(0.5, 1);
    rates.observe("a", 7);
    rates.observe("b", -1);
    assertThat(rates.of("a")).isEqualTo(1);
    assertThat(rates.of("b")).isZero();
  }
}
