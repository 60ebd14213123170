package io.headrace.learner.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.headrace.learner.batch.RewardedGroup;
import io.headrace.learner.objective.advantage.Baseline;
import io.headrace.learner.objective.advantage.TraceAdvantage;
import io.headrace.learner.objective.aggregation.TokenMean;
import io.headrace.learner.objective.policyloss.SequenceMirrorDescent;
import io.headrace.learner.objective.policyloss.SequenceMirrorDescent.Form;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The Kimi objective against reference numbers E0 to E2, in double precision. */
class KimiObjectiveTest {

  private static final Offset<Double> EXACT = within(1e-6);

  @Test
  void logPartitionBaselineIsTheSoftMaximumOfTheRewards() {
    // Given
    double[] rewards = {1, 0, 1, 0};

    // When
    double baseline = Baseline.LOGZ.of(rewards, 0.1);

    // Then
    assertThat(baseline).isCloseTo(0.930689822, EXACT);
    assertThat(Baseline.MEAN.of(rewards, 0.1)).isEqualTo(0.5);
  }

  @Test
  void logPartitionBaselineSurvivesRewardsThatOverflowTheExponential() {
    assertThat(Baseline.LOGZ.of(new double[] {1000, 1000}, 0.1)).isCloseTo(1000, EXACT);
  }

  @Test
  void squaredAndGradientFormsGiveTheReferenceLosses() {
    assertThat(FixtureF.BATCH.loss(KimiObjective.of(Form.SQUARED, Baseline.LOGZ, 0.1)))
        .isCloseTo(0.490811327, EXACT);
    assertThat(FixtureF.BATCH.loss(KimiObjective.of(Form.SQUARED, Baseline.MEAN, 0.1)))
        .isCloseTo(0.280122250, EXACT);
    assertThat(FixtureF.BATCH.loss(KimiObjective.of(Form.GRADIENT, Baseline.MEAN, 0.1)))
        .isCloseTo(0.450611250, EXACT);
  }

  @Test
  void gradientsOfBothFormsAreTheReferenceOnes() {
    // Given
    double[] gradientForm = {-0.1145, 0.1225, -0.13375, 0.155};
    double[] squaredForm = {-0.0229, 0.0245, -0.02675, 0.031};

    // When
    double[] ofGradientForm = firstTokens(KimiObjective.of(Form.GRADIENT, Baseline.MEAN, 0.1));
    double[] ofSquaredForm = firstTokens(KimiObjective.of(Form.SQUARED, Baseline.MEAN, 0.1));

    // Then
    assertThat(ofGradientForm).containsExactly(gradientForm, EXACT);
    assertThat(ofSquaredForm).containsExactly(squaredForm, EXACT);
  }

  @Test
  void gradientIdentityHoldsThroughASoftmaxPolicy() {
    // Given four arms, of which five samples were drawn from the reference
    SoftmaxBandit policy = new SoftmaxBandit(0.3, -0.2, 0.1, 0.5);
    SoftmaxBandit reference = new SoftmaxBandit(0, 0.1, -0.1, 0.2);
    int[] arms = {0, 2, 3, 0, 1};
    double[] rewards = {1, 0, 0.5, 1, 0};
    double[] expected = {-0.182870866, 0.072488122, 0.102335849, 0.008046895};

    // When
    BanditLoss squared =
        BanditLoss.of(
            new KimiCase(Form.SQUARED, Baseline.MEAN, 0.3), policy, reference, arms, rewards);
    BanditLoss gradientForm =
        BanditLoss.of(
            new KimiCase(Form.GRADIENT, Baseline.MEAN, 0.3), policy, reference, arms, rewards);

    // Then
    assertThat(squared.value()).isCloseTo(0.162902848, EXACT);
    assertThat(gradientForm.value()).isCloseTo(-0.061828587, EXACT);
    assertThat(gradientForm.gradient()).containsExactly(expected, EXACT);
    assertThat(squared.gradient())
        .containsExactly(
            IntStream.range(0, 4).mapToDouble(arm -> expected[arm] * 2 * 0.3).toArray(), EXACT);
  }

  @Test
  void groupsCountAlikeWhateverTheirSize() {
    // Given
    Objective objective = KimiObjective.of(Form.GRADIENT, Baseline.MEAN, 0.1);
    List<RewardedGroup> groups =
        List.of(
            TwinBatch.group(new double[] {1, 0}, new int[] {1, 1}),
            TwinBatch.group(new double[] {1, 0, 0, 0}, new int[] {1, 1, 1, 1}));

    // When
    List<TraceAdvantage> advantages = objective.advantage().estimate(groups);
    double[] weights = objective.terms().getFirst().weights(groups);

    // Then
    assertThat(weights).containsExactly(0.25, 0.25, 0.125, 0.125, 0.125, 0.125);
    assertThat(advantages)
        .extracting(TraceAdvantage::ofSequence)
        .startsWith(0.5, -0.5, 0.75, -0.25);
  }

  @Test
  void aLossOnTheSequenceRejectsAdvantagesThatDifferByToken() {
    // Given
    Objective objective =
        Objective.of(
            "mixed",
            groups -> Collections.nCopies(4, TraceAdvantage.withoutReturns(new double[] {1, 2})),
            new SequenceMirrorDescent(Form.GRADIENT, 1),
            new TokenMean());

    // Then
    assertThatThrownBy(() -> EngineLoss.exact(objective, FixtureF.BATCH))
        .hasMessageContaining("a policy loss on the sequence needs one advantage per trace");
  }

  @Test
  void tauOfZeroIsRejected() {
    assertThatThrownBy(() -> KimiObjective.of(Form.SQUARED, Baseline.MEAN, 0))
        .hasMessage("tau must be a finite number above 0, not 0.0");
  }

  private static double[] firstTokens(Objective objective) {
    return Arrays.stream(FixtureF.BATCH.gradient(objective)).mapToDouble(row -> row[0]).toArray();
  }
}
