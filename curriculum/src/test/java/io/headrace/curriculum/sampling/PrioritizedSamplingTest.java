package io.headrace.curriculum.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class PrioritizedSamplingTest {

  @Test
  void tasksAreSampledInProportionToTheirFailureRate() {
    // Given the success rates of the reference numbers
    double[] success = {.9, .5, 0, 1};
    // When the minimum weight is 0
    double[] probabilities = PrioritizedSampling.of(success, 0).probabilities();
    // Then P(i) ∝ 1 − s_i
    assertThat(probabilities)
        .containsExactly(new double[] {0.0625, 0.3125, 0.625, 0.0}, within(1e-15));
  }

  @Test
  void solvedTasksHaveTheMinimumWeight() {
    // Given a solved task and a failed one
    // When the minimum weight is 0.05
    double[] probabilities = PrioritizedSampling.of(new double[] {1, 0}, 0.05).probabilities();
    // Then the solved one is sampled once in 21 times
    assertThat(probabilities).containsExactly(new double[] {1 / 21.0, 20 / 21.0}, within(1e-15));
  }

  @Test
  void whenEverythingIsSolvedAllTasksAreEquallyLikely() {
    double[] probabilities = PrioritizedSampling.of(new double[] {1, 1, 1, 1}, 0).probabilities();
    assertThat(probabilities).containsExactly(.25, .25, .25, .25);
  }

  @Test
  void drawsFollowTheProbabilities() {
    // Given a seeded stream
    PrioritizedSampling sampling = PrioritizedSampling.of(new double[] {.9, .5, 0, 1}, 0);
    SplittableRandom random = new SplittableRandom(7);
    int[] drawn = new int[4];
    // When many tasks are drawn
    for (int i = 0; i < 100_000; i++) {
      drawn[sampling.draw(random.nextDouble())]++;
    }
    // Then their frequencies equal their probabilities, and one of probability 0 is never drawn
    assertThat(drawn[0] / 1e5).isCloseTo(0.0625, within(0.005));
    assertThat(drawn[1] / 1e5).isCloseTo(0.3125, within(0.005));
    assertThat(drawn[2] / 1e5).isCloseTo(0.625, within(0.005));
    assertThat(drawn[3]).isZero();
  }

  @Test
  void aTaskOfProbabilityZeroIsNotDrawnAtTheEdges() {
    PrioritizedSampling sampling = PrioritizedSampling.of(new double[] {1, 0, 1}, 0);
    assertThat(sampling.draw(0)).isEqualTo(1);
    assertThat(sampling.draw(Math.nextDown(1.0))).isEqualTo(1);
  }
}
