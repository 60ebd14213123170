package io.headrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The benchmarks on a broker return all measurements; their values are not tested. */
class KafkaBenchmarksIT {
  @Test
  void assemblesEveryGroupThatIsSent() {
    // When
    List<Measurement> measurements = EventsBenchmark.run(20, 1);

    // Then
    assertThat(measurements)
        .extracting(Measurement::unit)
        .containsExactly("traces/s", "MB/s", "traces/s", "×");
    assertThat(measurements)
        .allSatisfy(measurement -> assertThat(measurement.value()).isPositive());
  }

  @Test
  void servesEveryVersionThatIsPublished() {
    // When
    List<Measurement> measurements = WeightsBenchmark.run(1, 4);

    // Then
    assertThat(measurements)
        .extracting(Measurement::unit)
        .containsExactly("ms", "ms", "ms", "MB/s");
    assertThat(measurements)
        .allSatisfy(measurement -> assertThat(measurement.value()).isPositive());
  }
}
