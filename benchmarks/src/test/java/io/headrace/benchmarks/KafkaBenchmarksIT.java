package io.headrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The benchmarks of the log run to their end; how fast is not a test's business. */
class KafkaBenchmarksIT {
  @Test
  void assemblesEveryGroupThatIsSent() {
    // When
    List<Figure> figures = EventsBenchmark.run(20, 1);

    // Then
    assertThat(figures)
        .extracting(Figure::unit)
        .containsExactly("traces/s", "MB/s", "traces/s", "×");
    assertThat(figures).allSatisfy(figure -> assertThat(figure.value()).isPositive());
  }

  @Test
  void servesEveryVersionThatIsPublished() {
    // When
    List<Figure> figures = WeightsBenchmark.run(1, 4);

    // Then
    assertThat(figures).extracting(Figure::unit).containsExactly("ms", "ms", "ms", "MB/s");
    assertThat(figures).allSatisfy(figure -> assertThat(figure.value()).isPositive());
  }
}
