package io.headrace.policy.generation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UniformStreamTest {

  @Test
  void randomNumbersAreUniformAndStreamsDiffer() {
    // Given the first thousand numbers of a hundred streams of one seed
    double sum = 0;
    double product = 0;
    for (int sample = 0; sample < 100; sample++) {
      UniformStream stream = UniformStream.of(42, sample);
      UniformStream neighbour = UniformStream.of(42, sample + 1);
      for (int position = 0; position < 1000; position++) {
        float u = stream.at(position);
        assertThat(u).isBetween(0f, Math.nextDown(1f));
        sum += u;
        product += (u - 0.5) * (neighbour.at(position) - 0.5);
      }
    }

    // When mean and correlation are computed, Then both are within five standard deviations
    assertThat(sum / 100_000).isBetween(0.4954, 0.5046);
    assertThat(product / 100_000 * 12).isBetween(-0.016, 0.016);
    assertThat(UniformStream.of(42, 1).at(9)).isEqualTo(UniformStream.of(42, 1).at(9));
  }
}
