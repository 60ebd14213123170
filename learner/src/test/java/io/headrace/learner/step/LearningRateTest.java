package io.headrace.learner.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.headrace.learner.step.LearningRate.Decay;
import org.junit.jupiter.api.Test;

/** The learning rate over the updates of a stage. */
class LearningRateTest {

  @Test
  void warmUpRisesLinearlyAndTheCosineFallsToItsFloor() {
    // Given
    LearningRate rate = new LearningRate(1e-3, 4, Decay.COSINE, 104, 0.1);

    // Then
    assertThat(rate.at(0)).isCloseTo(0.25e-3, within(1e-12));
    assertThat(rate.at(3)).isCloseTo(1e-3, within(1e-12));
    assertThat(rate.at(4)).isCloseTo(1e-3, within(1e-12));
    assertThat(rate.at(54)).isCloseTo(0.55e-3, within(1e-12));
    assertThat(rate.at(104)).isCloseTo(1e-4, within(1e-12));
    assertThat(rate.at(1000)).isCloseTo(1e-4, within(1e-12));
  }

  @Test
  void constantRateStaysAtItsPeak() {
    assertThat(LearningRate.constant(2e-4).at(0)).isEqualTo(2e-4);
    assertThat(LearningRate.constant(2e-4).at(1_000_000)).isEqualTo(2e-4);
  }

  @Test
  void aCosineThatEndsBeforeItsWarmUpIsRejected() {
    assertThatThrownBy(() -> new LearningRate(1e-3, 10, Decay.COSINE, 10, 0))
        .hasMessage("a cosine must end after its warm-up: horizon 10, warmup 10");
  }
}
