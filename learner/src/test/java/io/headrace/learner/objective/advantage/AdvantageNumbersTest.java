package io.headrace.learner.objective.advantage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.headrace.learner.batch.RewardedGroup;
import io.headrace.learner.batch.RewardedTrace;
import io.headrace.learner.batch.TokenInput;
import io.headrace.learner.objective.divergence.KlEstimator;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Advantages against reference numbers E5, E9 and E10. */
class AdvantageNumbersTest {

  private static final Offset<Double> EXACT = within(1e-6);

  /** The rewards and lengths of fixture F. */
  private static final List<RewardedGroup> F =
      List.of(group(new double[] {1, 0, 1, 0}, 3, 2, 4, 1));

  @ParameterizedTest
  @CsvSource({"UNBIASED, 0.866023904", "POPULATION, 0.999998000", "NONE, 0.5"})
  void groupNormalized(Deviation deviation, double expected) {
    assertUniform(new GroupNormalizedAdvantage(deviation).estimate(F), expected, -expected);
  }

  @Test
  void aGroupOfOneHasMeanZeroAndDeviationOne() {
    List<RewardedGroup> one = List.of(group(new double[] {0.7}, 2));

    assertThat(first(new GroupNormalizedAdvantage(Deviation.UNBIASED).estimate(one)))
        .isCloseTo(0.7 / 1.000001, within(1e-12));
    assertThat(first(new GroupNormalizedAdvantage(Deviation.NONE).estimate(one))).isEqualTo(0.7);
    assertThat(first(new LeaveOneOutAdvantage().estimate(one))).isEqualTo(0.7);
  }

  @Test
  void leaveOneOut() {
    assertUniform(new LeaveOneOutAdvantage().estimate(F), 0.666666667, -0.666666667);
  }

  @Test
  void whitenedReturns() {
    assertUniform(
        new WhitenedReturnAdvantage(1, TokenRewards.WITHOUT_PENALTY).estimate(F),
        0.621058990,
        -1.449137644);
  }

  @Test
  void whitenedBaselineCentresEachGroupBeforeTheBatch() {
    // Given two groups; centred, the tokens are 0.5, -0.5, -0.5 and 0.25, -0.25
    List<RewardedGroup> groups =
        List.of(group(new double[] {1, 0}, 1, 2), group(new double[] {3, 2.5}, 1, 1));

    // When
    List<TraceAdvantage> advantages = new WhitenedBaselineAdvantage().estimate(groups);

    // Then mean -0.1, variance (0.36 + 0.16 + 0.16 + 0.1225 + 0.0225) / 4
    double deviation = Math.sqrt(0.825 / 4 + 1e-8);
    assertThat(advantages.stream().map(TraceAdvantage::ofSequence))
        .usingComparatorForType((a, b) -> Math.abs(a - b) < 1e-12 ? 0 : 1, Double.class)
        .containsExactly(0.6 / deviation, -0.4 / deviation, 0.35 / deviation, -0.15 / deviation);
  }

  @Test
  void discountedReturnsSkipTokensThatAreNotTrained() {
    // Given the second of three tokens untrained, and a second trace of reward 0
    List<RewardedGroup> groups =
        List.of(
            new RewardedGroup(
                List.of(
                    new RewardedTrace(1, new boolean[] {true, false, true}, Map.of()),
                    new RewardedTrace(0, new boolean[] {true}, Map.of()))));

    // When
    double[] advantages =
        new WhitenedReturnAdvantage(0.5, TokenRewards.WITHOUT_PENALTY)
            .estimate(groups)
            .getFirst()
            .advantages();

    // Then returns 0.5, 1 and 0 over three trained tokens: mean 0.5, variance 0.25
    assertThat(advantages[0]).isCloseTo(0, EXACT);
    assertThat(advantages[2]).isCloseTo(0.5 / Math.sqrt(0.25 + 1e-8), EXACT);
  }

  @Test
  void decoupledGeneralizedAdvantage() {
    // When
    TraceAdvantage estimated =
        gae(new Lambda.Constant(0.95), new Lambda.Constant(1)).estimate(valued(5)).getFirst();

    // Then
    assertThat(estimated.advantages())
        .containsExactly(
            new double[] {0.682814375, 0.402962500, 1.055750000, 0.585000000, 0.3}, EXACT);
    assertThat(estimated.returns()).containsExactly(new double[] {1, 1, 1, 1, 1}, EXACT);
  }

  @Test
  void generalizedAdvantageOfOneLambda() {
    TraceAdvantage monteCarlo =
        gae(new Lambda.Constant(1), new Lambda.Constant(1)).estimate(valued(5)).getFirst();
    TraceAdvantage single =
        gae(new Lambda.Constant(0.95), new Lambda.Constant(0.95)).estimate(valued(5)).getFirst();

    assertThat(monteCarlo.advantages())
        .containsExactly(new double[] {0.8, 0.5, 1.1, 0.6, 0.3}, EXACT);
    assertThat(single.returns())
        .containsExactly(new double[] {0.882814375, 0.902962500, 0.955750000, 0.985, 1.0}, EXACT);
  }

  @Test
  void returnsAreThoseBeforeWhitening() {
    // When
    TraceAdvantage estimated =
        new GeneralizedAdvantage(
                1,
                new Lambda.Constant(1),
                new Lambda.Constant(1),
                true,
                TokenRewards.WITHOUT_PENALTY)
            .estimate(valued(5))
            .getFirst();

    // Then the advantages 0.8, 0.5, 1.1, 0.6, 0.3 have mean 0.66 and variance 0.093
    assertThat(estimated.returns()).containsExactly(new double[] {1, 1, 1, 1, 1}, EXACT);
    assertThat(estimated.advantages()[0]).isCloseTo(0.14 / Math.sqrt(0.093 + 1e-8), EXACT);
  }

  @Test
  void valuesOfUntrainedTokensAreSkipped() {
    // Given E9 with a token of the environment in the middle, whose value is absurd
    RewardedGroup group =
        new RewardedGroup(
            List.of(
                new RewardedTrace(
                    1,
                    new boolean[] {true, true, false, true, true, true},
                    Map.of(TokenInput.OLD_VALUES, new double[] {.2, .5, 99, -.1, .4, .7}))));

    // When
    double[] advantages =
        gae(new Lambda.Constant(0.95), new Lambda.Constant(1))
            .estimate(List.of(group))
            .getFirst()
            .advantages();

    // Then
    assertThat(advantages[0]).isCloseTo(0.682814375, EXACT);
    assertThat(advantages[1]).isCloseTo(0.402962500, EXACT);
    assertThat(advantages[3]).isCloseTo(1.055750000, EXACT);
  }

  @ParameterizedTest
  @CsvSource({
    "0.05, 5, 0",
    "0.05, 20, 0",
    "0.05, 21, 0.047619048",
    "0.05, 100, 0.8",
    "0.05, 1000, 0.98",
    "0.05, 4096, 0.995117188",
    "0.05, 16384, 0.998779297",
    "0.5, 5, 0.6",
    "0.5, 10, 0.8",
    "0.5, 20, 0.9",
    "0.5, 100, 0.98"
  })
  void lengthAdaptiveLambda(double alpha, int length, double expected) {
    assertThat(new Lambda.LengthAdaptive(alpha).of(length)).isCloseTo(expected, within(1e-9));
  }

  @Test
  void lengthAdaptiveLambdaIsThatOfEachTrace() {
    // Given alpha 0.5 and five tokens, so 0.6
    TraceAdvantage adaptive =
        gae(new Lambda.LengthAdaptive(0.5), new Lambda.Constant(1)).estimate(valued(5)).getFirst();
    TraceAdvantage constant =
        gae(new Lambda.Constant(0.6), new Lambda.Constant(1)).estimate(valued(5)).getFirst();

    assertThat(adaptive.advantages()).containsExactly(constant.advantages(), within(1e-12));
  }

  @Test
  void thePenaltyInTheRewardIsPaidAtEachToken() {
    // Given d = 0.2 and -0.1 with k1 and beta 0.5
    TokenRewards rewards = new TokenRewards(0.5, KlEstimator.K1, TokenInput.OLD_LOG_PROBS);
    RewardedTrace trace =
        new RewardedTrace(
            1,
            new boolean[] {true, true},
            Map.of(
                TokenInput.OLD_LOG_PROBS, new double[] {-1, -1},
                TokenInput.REFERENCE_LOG_PROBS, new double[] {-1.2, -0.9}));

    // Then
    assertThat(rewards.of(trace)).containsExactly(new double[] {-0.1, 1.05}, EXACT);
    assertThat(
            first(
                new PenalizedRewardAdvantage(new LeaveOneOutAdvantage(), rewards)
                    .estimate(List.of(new RewardedGroup(List.of(trace))))))
        .isCloseTo(0.95, EXACT);
  }

  @Test
  void anUndeclaredInputIsReported() {
    assertThatThrownBy(() -> gae(new Lambda.Constant(1), new Lambda.Constant(1)).estimate(F))
        .hasMessageContaining("no estimator declared the input OLD_VALUES");
  }

  private static GeneralizedAdvantage gae(Lambda policy, Lambda value) {
    return new GeneralizedAdvantage(1, policy, value, false, TokenRewards.WITHOUT_PENALTY);
  }

  /** The values of E9. */
  private static List<RewardedGroup> valued(int tokens) {
    boolean[] mask = new boolean[tokens];
    Arrays.fill(mask, true);
    double[] values = {.2, .5, -.1, .4, .7};
    return List.of(
        new RewardedGroup(
            List.of(new RewardedTrace(1, mask, Map.of(TokenInput.OLD_VALUES, values)))));
  }

  private static RewardedGroup group(double[] rewards, int... tokens) {
    return new RewardedGroup(
        IntStream.range(0, rewards.length)
            .mapToObj(
                trace -> {
                  boolean[] mask = new boolean[tokens[trace]];
                  Arrays.fill(mask, true);
                  return new RewardedTrace(rewards[trace], mask, Map.of());
                })
            .toList());
  }

  private static double first(List<TraceAdvantage> advantages) {
    return advantages.getFirst().ofSequence();
  }

  private static void assertUniform(
      List<TraceAdvantage> advantages, double rewarded, double unrewarded) {
    double[] perTrace = advantages.stream().mapToDouble(TraceAdvantage::ofSequence).toArray();
    assertThat(perTrace)
        .containsExactly(new double[] {rewarded, unrewarded, rewarded, unrewarded}, EXACT);
  }
}
