package io.headrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class TrendTest {

  @Test
  void findsTheSlopeOfALine() {
    // Given
    List<Trend.Point> line = points(120, time -> 400 + 30 * time);

    // When
    Trend trend = Trend.of(line);

    // Then
    assertThat(trend.slope()).isCloseTo(30, within(1e-9));
    assertThat(trend.halfWidth()).isCloseTo(0, within(1e-6));
    assertThat(trend.isGrowthBeyond(20)).isTrue();
    assertThat(trend.isAtMost(20)).isFalse();
  }

  @Test
  void noiseIsNeitherGrowthNorProofOfNoGrowth() {
    // Given
    Random random = new Random(7);
    List<Trend.Point> noise = points(120, _ -> 400 + 50 * random.nextGaussian());

    // When
    Trend trend = Trend.of(noise);

    // Then
    assertThat(trend.isGrowthBeyond(20)).isFalse();
    assertThat(trend.isAtMost(1)).isFalse();
    assertThat(trend.slope()).isCloseTo(0, within(trend.halfWidth()));
  }

  @Test
  void theIntervalContainsTheSlopeInNineteenOfTwentySeries() {
    // Given
    Random random = new Random(1);
    int held = 0;

    // When
    for (int series = 0; series < 1000; series++) {
      Trend trend = Trend.of(points(60, time -> 12 * time + random.nextGaussian()));
      held += Math.abs(trend.slope() - 12) <= trend.halfWidth() ? 1 : 0;
    }

    // Then
    assertThat(held).isBetween(930, 970);
  }

  @Test
  void rejectsFewerSamplesThanBlocks() {
    assertThatThrownBy(() -> Trend.of(points(Trend.BLOCKS - 1, _ -> 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("11 samples are too few");
  }

  /** Samples over one unit of time. */
  private static List<Trend.Point> points(int count, DoubleUnaryOperator value) {
    List<Trend.Point> points = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double time = (double) i / count;
      points.add(new Trend.Point(time, value.applyAsDouble(time)));
    }
    return points;
  }
}
