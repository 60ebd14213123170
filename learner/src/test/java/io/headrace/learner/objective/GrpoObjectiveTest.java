package io.headrace.learner.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.headrace.learner.batch.TokenInput;
import io.headrace.learner.objective.advantage.AdvantageEstimator;
import io.headrace.learner.objective.advantage.Baseline;
import io.headrace.learner.objective.advantage.BaselineAdvantage;
import io.headrace.learner.objective.advantage.GroupNormalizedAdvantage;
import io.headrace.learner.objective.aggregation.Aggregation;
import io.headrace.learner.objective.aggregation.SequenceMean;
import io.headrace.learner.objective.aggregation.SequenceMean.Length;
import io.headrace.learner.objective.aggregation.TokenMean;
import io.headrace.learner.objective.policyloss.ClippedSurrogate;
import io.headrace.learner.objective.regularizer.KlPenalty;
import io.headrace.learner.objective.regularizer.KlPenalty.Estimator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** GRPO put together from parts, against reference numbers E5, E6 and E11 on fixture F. */
class GrpoObjectiveTest {

  private static final AdvantageEstimator NORMALIZED = new GroupNormalizedAdvantage();
  private static final Aggregation PLAIN_SUMS = new SequenceMean(new Length.Constant(1));
  private static final Aggregation OWN_LENGTHS = new SequenceMean(new Length.Own());

  @Test
  void advantagesAreNormalizedByTheUnbiasedDeviation() {
    assertThat(NORMALIZED.estimate(FixtureF.BATCH.groups()))
        .extracting(advantage -> advantage.ofSequence())
        .usingComparatorForType((a, b) -> Math.abs(a - b) < 1e-9 ? 0 : 1, Double.class)
        .containsExactly(0.866023904, -0.866023904, 0.866023904, -0.866023904);
  }

  @ParameterizedTest
  @CsvSource({
    "0.2, Infinity, -0.146361342, 0.497428051, -0.365903354, -0.091475838",
    "0.2, 3, -0.174084232, 0.428120824, -0.435210581, -0.10880264525",
    "0.28, Infinity, -0.157279888, NaN, NaN, NaN",
    "0.28, 3, -0.185002778, NaN, NaN, NaN"
  })
  void everyAggregationGivesItsReferenceLoss(
      double high,
      double dualClip,
      double tokenMean,
      double ownLengths,
      double plainSums,
      double horizon) {
    // Given
    ClippedSurrogate clip = new ClippedSurrogate(0.2, high, dualClip);

    // Then
    assertLoss(tokenMean, Objective.of("grpo", NORMALIZED, clip, new TokenMean()));
    assertLoss(tokenMean * 10, Objective.of("grpo", NORMALIZED, clip, groups -> ones()));
    assertLoss(ownLengths, Objective.of("grpo", NORMALIZED, clip, OWN_LENGTHS));
    assertLoss(plainSums, Objective.of("grpo", NORMALIZED, clip, PLAIN_SUMS));
    assertLoss(
        horizon, Objective.of("grpo", NORMALIZED, clip, new SequenceMean(new Length.Constant(4))));
  }

  @Test
  void thePaperFormAddsThePenaltyTowardsTheReference() {
    assertLoss(0.502358324, GrpoObjective.of(ClippedSurrogate.symmetric(0.2), 0.04));
    assertLoss(0.497428051, GrpoObjective.of(ClippedSurrogate.symmetric(0.2), 0));
  }

  @Test
  void onlyAPenaltyReadsTheReferenceModel() {
    assertThat(GrpoObjective.of(ClippedSurrogate.symmetric(0.2), 0).inputs())
        .containsExactly(TokenInput.OLD_LOG_PROBS);
    assertThat(GrpoObjective.of(ClippedSurrogate.symmetric(0.2), 0.04).inputs())
        .containsExactlyInAnyOrder(TokenInput.OLD_LOG_PROBS, TokenInput.REFERENCE_LOG_PROBS);
    assertThat(SftObjective.create().inputs()).isEmpty();
  }

  @Test
  void withoutTheDeviationItIsDrGrpo() {
    // Given
    AdvantageEstimator mean = new BaselineAdvantage(Baseline.MEAN, 1);
    ClippedSurrogate clip = ClippedSurrogate.symmetric(0.2);

    // Then
    assertLoss(-0.211254766, Objective.of("dr-grpo", mean, clip, PLAIN_SUMS));
    assertLoss(
        -0.052813691,
        Objective.of("dr-grpo", mean, clip, new SequenceMean(new Length.Constant(4))));
  }

  @ParameterizedTest
  @CsvSource({
    "K1, 0.137000000, 0.292291667",
    "K2, 0.078495000, 0.166271875",
    "K3, 0.061258288, 0.123256829"
  })
  void everyDivergenceEstimatorGivesItsReferenceValue(
      Estimator estimator, double tokenMean, double ownLengths) {
    // Given
    KlPenalty penalty = new KlPenalty(estimator);

    // Then
    assertLoss(tokenMean, Objective.of("kl", NORMALIZED, penalty, new TokenMean()));
    assertLoss(ownLengths, Objective.of("kl", NORMALIZED, penalty, OWN_LENGTHS));
  }

  /** Engine and twin, both in double precision, and the gradient by finite differences. */
  private static void assertLoss(double expected, Objective objective) {
    if (Double.isNaN(expected)) {
      return;
    }
    EngineLoss result = EngineLoss.exact(objective, FixtureF.BATCH);
    double tolerance = 1e-6 * Math.max(1, Math.abs(expected));
    assertThat(result.loss()).isCloseTo(expected, within(tolerance));
    assertThat(FixtureF.BATCH.loss(objective)).isCloseTo(expected, within(tolerance));
    EngineParityTest.assertGradient(
        result, FixtureF.BATCH, FixtureF.BATCH.gradient(objective), 1e-6);
  }

  private static double[] ones() {
    return new double[] {1, 1, 1, 1};
  }
}
