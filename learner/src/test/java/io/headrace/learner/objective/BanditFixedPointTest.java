package io.headrace.learner.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.headrace.learner.objective.advantage.Baseline;
import io.headrace.learner.objective.policyloss.SequenceMirrorDescent.Form;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Where the Kimi objective ends on bandits (reference numbers E3 and E4). */
class BanditFixedPointTest {

  private static final Offset<Double> EXACT = within(1e-6);
  private static final double[] REWARDS = {1, 0, 0, 0.5};
  private static final SoftmaxBandit UNIFORM = new SoftmaxBandit(0, 0, 0, 0);
  private static final SoftmaxBandit SKEWED =
      new SoftmaxBandit(Math.log(0.1), Math.log(0.2), Math.log(0.3), Math.log(0.4));

  @Test
  void logPartitionBaselineReachesTheExactOptimumWithLossZero() {
    // Given
    KimiCase objective = new KimiCase(Form.SQUARED, Baseline.LOGZ, 0.5);

    // When
    SoftmaxBandit trained = train(objective, UNIFORM, REWARDS);

    // Then
    assertThat(trained.probabilities())
        .containsExactly(new double[] {0.610295685, 0.082594539, 0.082594539, 0.224515236}, EXACT);
    assertThat(
            BanditLoss.expected(objective, trained, UNIFORM, REWARDS, baseline(objective, UNIFORM))
                .value())
        .isCloseTo(0, EXACT);
    assertThat(baseline(objective, UNIFORM)).isCloseTo(0.553758674, EXACT);
    assertThat(expectedReward(trained, REWARDS)).isCloseTo(0.722553303, EXACT);
  }

  @Test
  void logPartitionBaselineReachesTheOptimumForOtherTausAndReferences() {
    assertThat(
            train(new KimiCase(Form.GRADIENT, Baseline.LOGZ, 2), UNIFORM, REWARDS).probabilities())
        .containsExactly(new double[] {0.334240004, 0.202726810, 0.202726810, 0.260306377}, EXACT);
    assertThat(
            train(
                    new KimiCase(Form.GRADIENT, Baseline.LOGZ, 0.5),
                    SKEWED,
                    new double[] {1, 0, 1, 0})
                .probabilities())
        .containsExactly(new double[] {0.207813294, 0.056248942, 0.623439881, 0.112497884}, EXACT);
  }

  @Test
  void movingTheReferenceEachIterationIsMirrorDescent() {
    // Given
    KimiCase objective = new KimiCase(Form.GRADIENT, Baseline.LOGZ, 0.5);

    // When
    SoftmaxBandit first = train(objective, UNIFORM, REWARDS);
    SoftmaxBandit second = train(objective, first, REWARDS);
    SoftmaxBandit third = train(objective, second, REWARDS);
    SoftmaxBandit fifth = train(objective, train(objective, third, REWARDS), REWARDS);

    // Then
    assertThat(second.probabilities())
        .containsExactly(new double[] {0.853266666, 0.015628124, 0.015628124, 0.115477086}, EXACT);
    assertThat(third.probabilities())
        .containsExactly(new double[] {0.948096843, 0.002350097, 0.002350097, 0.047202962}, EXACT);
    assertThat(fifth.probabilities())
        .containsExactly(new double[] {0.993217569, 0.000045092, 0.000045092, 0.006692247}, EXACT);
  }

  @Test
  void meanBaselineStopsShortOfTheOptimum() {
    // Given
    KimiCase objective = new KimiCase(Form.GRADIENT, Baseline.MEAN, 0.5);

    // When
    double[] probabilities = train(objective, UNIFORM, REWARDS).probabilities();

    // Then
    assertThat(probabilities)
        .containsExactly(new double[] {0.532439532, 0.106937590, 0.106937590, 0.253685289}, EXACT);
    assertThat(expectedReward(train(objective, UNIFORM, REWARDS), REWARDS))
        .isCloseTo(0.659282176, EXACT);
    assertThat(
            train(new KimiCase(Form.GRADIENT, Baseline.MEAN, 2), UNIFORM, REWARDS).probabilities())
        .containsExactly(new double[] {0.332239828, 0.203716384, 0.203716384, 0.260327403}, EXACT);
    SoftmaxBandit skewed = train(objective, SKEWED, new double[] {1, 0, 1, 0});
    assertThat(expectedReward(skewed, new double[] {1, 0, 1, 0})).isCloseTo(0.760238481, EXACT);
    assertThat(skewed.probabilities())
        .containsExactly(new double[] {0.190059620, 0.079920506, 0.570178861, 0.159841013}, EXACT);
  }

  private static SoftmaxBandit train(
      KimiCase objective, SoftmaxBandit reference, double[] rewards) {
    KimiCase descended = new KimiCase(Form.GRADIENT, objective.baseline(), objective.tau());
    double baseline = baseline(objective, reference, rewards);
    SoftmaxBandit policy = reference;
    for (int iteration = 0; iteration < 200_000; iteration++) {
      double[] gradient =
          BanditLoss.expected(descended, policy, reference, rewards, baseline).gradient();
      policy = policy.descend(gradient, 1.0 / objective.tau());
      if (Arrays.stream(gradient).map(Math::abs).max().orElseThrow() < 1e-13) {
        break;
      }
    }
    return policy;
  }

  private static double expectedReward(SoftmaxBandit policy, double[] rewards) {
    double expected = 0;
    for (int arm = 0; arm < rewards.length; arm++) {
      expected += policy.probabilities()[arm] * rewards[arm];
    }
    return expected;
  }

  private static double baseline(KimiCase objective, SoftmaxBandit reference) {
    return baseline(objective, reference, REWARDS);
  }

  /** The population's baseline: rewards weighted by the reference. */
  private static double baseline(KimiCase objective, SoftmaxBandit reference, double[] rewards) {
    double[] share = reference.probabilities();
    double mean = 0;
    double partition = 0;
    for (int arm = 0; arm < rewards.length; arm++) {
      mean += share[arm] * rewards[arm];
      partition += share[arm] * Math.exp(rewards[arm] / objective.tau());
    }
    return switch (objective.baseline()) {
      case MEAN -> mean;
      case LOGZ -> objective.tau() * Math.log(partition);
    };
  }
}
