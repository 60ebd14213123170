package io.headrace.learner.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Losses of the recipes on fixture F against reference numbers E1, E5 to E8 and E11, with their
 * gradients against the twin's, in float64 and in float32.
 */
class ReferenceNumbersTest {

  @ParameterizedTest
  @CsvSource({
    "kimi-k1.5 tau=0.1 form=squared baseline=logz, 0.490811327",
    "kimi-k1.5 tau=0.1 form=squared, 0.280122250",
    "kimi-k1.5 tau=0.1, 0.450611250"
  })
  void mirrorDescent(String recipe, double expected) {
    assertLoss(recipe, expected);
  }

  @ParameterizedTest
  @CsvSource({
    "grpo aggregation=token-mean, -0.146361342",
    "grpo aggregation=token-sum, -1.463613415",
    "grpo, 0.497428051",
    "grpo aggregation=seq-mean-token-sum, -0.365903354",
    "grpo aggregation=seq-mean-token-sum-norm horizon=4, -0.091475838",
    "grpo aggregation=seq-mean-token-sum-norm horizon=longest, -0.091475838",
    "grpo aggregation=token-mean dualClip=3, -0.174084232",
    "grpo dualClip=3, 0.428120824",
    "grpo aggregation=seq-mean-token-sum dualClip=3, -0.435210581",
    "grpo aggregation=token-mean std=population, -0.169003475",
    "grpo std=population, 0.574380284",
    "grpo beta=0.04, 0.502358324",
    "grpo beta=0.04 std=population, 0.579310557",
    "dr-grpo aggregation=seq-mean-token-sum, -0.211254766",
    "dr-grpo, -0.052813691",
    "dr-grpo horizon=4, -0.052813691"
  })
  void groupRelativePolicyOptimization(String recipe, double expected) {
    assertLoss(recipe, expected);
  }

  @ParameterizedTest
  @CsvSource({
    "dapo, -0.157279888",
    "dapo aggregation=token-sum, -1.572798878",
    "dapo dualClip=3, -0.185002778",
    "dapo std=population, -0.181611122",
    "dapo positiveNll=0.1, -0.063994173"
  })
  void clipHigher(String recipe, double expected) {
    assertLoss(recipe, expected);
  }

  @ParameterizedTest
  @CsvSource({
    "areal-decoupled, -0.007035331",
    "areal-decoupled correction=tis cap=2, -0.008490043",
    "areal-decoupled cap=2, -0.008490043",
    "grpo policyLoss=policy-gradient correction=tis cap=2 aggregation=token-mean, 0.237233076"
  })
  void offPolicyCorrections(String recipe, double expected) {
    assertLoss(recipe, expected);
  }

  @ParameterizedTest
  @CsvSource({"gspo, 0.520306739", "cispo, 0.278105948"})
  void sequenceRatioAndCappedRatio(String recipe, double expected) {
    assertLoss(recipe, expected);
  }

  /** The difference that the penalty makes, for beta 1. */
  @ParameterizedTest
  @CsvSource({
    "k1, token-mean, 0.137000000",
    "k1, seq-mean-token-mean, 0.292291667",
    "k2, token-mean, 0.078495000",
    "k2, seq-mean-token-mean, 0.166271875",
    "k3, token-mean, 0.061258288",
    "k3, seq-mean-token-mean, 0.123256829",
    "k3-k2-gradient, token-mean, 0.061258288",
    "k3-k2-gradient, seq-mean-token-mean, 0.123256829"
  })
  void divergenceEstimators(String estimator, String aggregation, double expected) {
    String recipe = "grpo aggregation=%s kl=%s".formatted(aggregation, estimator);
    double without = EngineLoss.exact(Recipes.of(recipe), FixtureF.BATCH).loss();

    assertLoss(recipe + " beta=1", without + expected);
  }

  @ParameterizedTest
  @CsvSource({
    "grpo aggregation=token-mean, 0.3",
    "dapo, 0.2",
    "gspo, 0.5",
    "cispo, 0.2",
    "grpo policyLoss=total-variation-mask clip=0.1, 0.1"
  })
  void shareOfClippedTokens(String recipe, double expected) {
    assertThat(EngineLoss.exact(Recipes.of(recipe), FixtureF.BATCH).clipFraction())
        .hasValueCloseTo(expected, within(1e-9));
  }

  @Test
  void aLossWithoutClippingHasNoShareOfClippedTokens() {
    assertThat(EngineLoss.exact(Recipes.of("kimi-k1.5"), FixtureF.BATCH).clipFraction()).isEmpty();
  }

  private static void assertLoss(String recipe, double expected) {
    EngineLoss.assertLoss(expected, Recipes.of(recipe), FixtureF.BATCH);
  }
}
