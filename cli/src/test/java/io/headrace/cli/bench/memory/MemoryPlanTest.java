package io.headrace.cli.bench.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryPlanTest {

  @ParameterizedTest
  @CsvSource({"120, 12", "60, 6", "20, 2", "10, 2", "2, 1"})
  void warmsUpForATenthAtLeastTwoMinutesAtMostHalf(int minutes, int expected) {
    assertThat(plan(minutes, false, 100).warmUp()).isEqualTo(Duration.ofMinutes(expected));
  }

  @Test
  void shortRunHasEnoughSamplesForATrend() {
    // When
    MemoryPlan plan = plan(1, false, 100);

    // Then
    Duration measured = plan.length().minus(plan.warmUp());
    assertThat(measured.dividedBy(plan.interval())).isGreaterThan(20);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 9, 101})
  void rejectsAnInvalidPace(int pace) {
    assertThatThrownBy(() -> plan(60, false, pace)).hasMessageContaining("--pace must be");
  }

  @Test
  void rejectsAPaceForASingleProcess() {
    assertThatThrownBy(() -> plan(60, true, 50)).hasMessageContaining("--one-process");
  }

  private static MemoryPlan plan(int minutes, boolean oneProcess, int pace) {
    return new MemoryPlan(
        Duration.ofMinutes(minutes),
        oneProcess,
        pace,
        Optional.empty(),
        20,
        List.of(),
        Optional.empty());
  }
}
