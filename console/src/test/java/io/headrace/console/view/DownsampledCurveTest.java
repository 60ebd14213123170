package io.headrace.console.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DownsampledCurveTest {
  @Test
  void countsEveryPointAndKeepsItsCapacity() {
    for (int capacity = 2; capacity < 9; capacity++) {
      for (int length = 1; length < 200; length++) {
        // Given a curve whose points count the added points they were merged from
        DownsampledCurve<Integer> curve = new DownsampledCurve<>(capacity, Integer::sum);
        // When points are added
        for (int i = 0; i < length; i++) {
          curve.add(1);
        }
        // Then all are counted in few points
        List<Integer> points = curve.points();
        assertThat(points.stream().mapToInt(Integer::intValue).sum()).isEqualTo(length);
        assertThat(points).hasSizeLessThanOrEqualTo(capacity + 1);
      }
    }
  }
}
