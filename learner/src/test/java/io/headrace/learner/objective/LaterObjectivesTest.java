package io.headrace.learner.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import io.headrace.learner.batch.GroupOutcome;
import io.headrace.learner.batch.TraceOutcome;
import io.headrace.learner.objective.advantage.AdvantageEstimator;
import io.headrace.learner.objective.advantage.GroupNormalizedAdvantage;
import io.headrace.learner.objective.advantage.TraceAdvantage;
import io.headrace.learner.objective.aggregation.Aggregation;
import io.headrace.learner.objective.aggregation.SequenceMean;
import io.headrace.learner.objective.aggregation.SequenceMean.Length;
import io.headrace.learner.objective.aggregation.TokenMean;
import io.headrace.learner.objective.policyloss.ClippedSurrogate;
import io.headrace.learner.objective.policyloss.NegativeLogLikelihood;
import io.headrace.learner.objective.policyloss.SequenceMirrorDescent;
import io.headrace.learner.objective.term.LossTerm;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The parts have room for objectives that are not built in: each of these is one function here, and
 * gives its reference number (E5 to E9).
 */
class LaterObjectivesTest {

  private static final AdvantageEstimator GROUP = new GroupNormalizedAdvantage();
  private static final int[] TOKENS = {1};

  @Test
  void leaveOneOutAdvantage() {
    // Given
    AdvantageEstimator leaveOneOut =
        groups ->
            groups.stream()
                .flatMap(group -> group.traces().stream().map(trace -> leaveOneOut(group, trace)))
                .toList();

    // Then
    assertThat(leaveOneOut.estimate(FixtureF.BATCH.groups()).getFirst().ofSequence())
        .isCloseTo(2.0 / 3, within(1e-9));
  }

  @Test
  void advantagesWhitenedOverTheTokensOfTheBatch() {
    // Given
    AdvantageEstimator whitened = LaterObjectivesTest::whitened;

    // When
    List<TraceAdvantage> advantages = whitened.estimate(FixtureF.BATCH.groups());

    // Then
    assertThat(advantages.get(0).ofSequence()).isCloseTo(0.621058990, within(1e-8));
    assertThat(advantages.get(1).ofSequence()).isCloseTo(-1.449137644, within(1e-8));
  }

  @Test
  void sequenceRatioOfGspo() {
    // Given
    LossTerm gspo =
        rows -> {
          NDArray difference = rows.logProbs().sub(rows.oldLogProbs());
          NDArray length = rows.mask().sum(TOKENS);
          NDArray ratio = LossTerm.sum(difference, rows).div(length).exp(); // [B]
          NDArray opposite = rows.sequenceAdvantages().neg(); // [B]
          return opposite.mul(ratio).maximum(opposite.mul(ratio.clip(1 - 3e-4, 1 + 4e-4)));
        };

    // Then
    assertLoss(0.520306739, gspo, new SequenceMean(new Length.Constant(1)));
  }

  @Test
  void cappedRatioUnderStoppedGradientOfCispo() {
    // Given
    LossTerm cispo =
        rows -> {
          NDArray ratio = rows.logProbs().sub(rows.oldLogProbs()).exp().clip(0, 1.28);
          NDArray weighted = ratio.stopGradient().mul(rows.advantages()).mul(rows.logProbs());
          return LossTerm.sum(weighted, rows).neg();
        };

    // Then
    assertLoss(0.278105948, cispo, new TokenMean());
  }

  @Test
  void truncatedImportanceWeightsOfTheRolloutPolicy() {
    assertLoss(-0.007035331, corrected(1e9), new TokenMean());
    assertLoss(-0.008490043, corrected(2), new TokenMean());
  }

  @Test
  void likelihoodOfPositiveExamplesBesideClipHigher() {
    // Given
    Aggregation positive = LaterObjectivesTest::positiveTokenMean;
    Objective objective =
        Objective.of("vapo", GROUP, new ClippedSurrogate(0.2, 0.28, 1e9), new TokenMean())
            .with(0.1, new NegativeLogLikelihood(), positive);

    // Then
    assertThat(EngineLoss.exact(objective, FixtureF.BATCH).loss())
        .isCloseTo(-0.063994173, within(1e-6));
  }

  @Test
  void clippedValueLossOnReturns() {
    // Given values in the place of log-probs, and the returns of one trace
    double[][] values = {{.2, .5, -.1, .4, .7}};
    TwinBatch batch = new TwinBatch(values, values, values, values, new double[] {1});
    AdvantageEstimator monteCarlo =
        groups -> List.of(new TraceAdvantage(new double[5], new double[] {1, 1, 1, 1, 1}));
    LossTerm valueLoss =
        rows -> {
          NDArray moved = rows.values().sub(rows.oldValues()).clip(-0.2, 0.2);
          NDArray clipped = rows.oldValues().add(moved).sub(rows.returns()).square();
          NDArray plain = rows.values().sub(rows.returns()).square();
          return LossTerm.sum(plain.maximum(clipped), rows);
        };

    // When
    EngineLoss loss =
        EngineLoss.exact(
            new Objective(
                "critic", monteCarlo, List.of(new WeightedTerm(0.5, valueLoss, new TokenMean()))),
            batch);

    // Then
    assertThat(loss.loss()).isCloseTo(0.255, within(1e-9));
    assertThat(loss.gradient()[0]).isCloseTo((0.2 - 1) / 5, within(1e-9));
  }

  @Test
  void aLossOnTheSequenceRefusesAdvantagesThatDifferByToken() {
    // Given
    Objective objective =
        Objective.of(
            "mixed",
            groups -> Stream.generate(LaterObjectivesTest::uneven).limit(4).toList(),
            new SequenceMirrorDescent(SequenceMirrorDescent.Form.GRADIENT, 1),
            new TokenMean());

    // Then
    assertThatThrownBy(() -> EngineLoss.exact(objective, FixtureF.BATCH))
        .hasMessageContaining("a policy loss on the sequence needs one advantage per trace");
  }

  /** The clipped surrogate with {@code min(π_old / μ, cap)} as a constant factor per token. */
  private static LossTerm corrected(double cap) {
    return rows -> {
      NDArray weight = rows.oldLogProbs().sub(rows.rolloutLogProbs()).exp().minimum(cap);
      NDArray ratio = rows.logProbs().sub(rows.oldLogProbs()).exp();
      NDArray opposite = rows.advantages().neg();
      NDArray clipped = opposite.mul(ratio).maximum(opposite.mul(ratio.clip(0.8, 1.2)));
      return LossTerm.sum(weight.mul(clipped), rows);
    };
  }

  private static TraceAdvantage leaveOneOut(GroupOutcome group, TraceOutcome trace) {
    double others = Arrays.stream(group.rewards()).sum() - trace.reward();
    return TraceAdvantage.uniform(
        trace.reward() - others / (group.traces().size() - 1), trace.tokens());
  }

  private static List<TraceAdvantage> whitened(List<GroupOutcome> groups) {
    List<TraceOutcome> traces = groups.stream().flatMap(group -> group.traces().stream()).toList();
    double[] returns =
        traces.stream()
            .flatMapToDouble(
                trace -> Arrays.stream(new double[trace.tokens()]).map(at -> trace.reward()))
            .toArray();
    double mean = Arrays.stream(returns).average().orElseThrow();
    double squares = Arrays.stream(returns).map(value -> (value - mean) * (value - mean)).sum();
    double deviation = Math.sqrt(squares / (returns.length - 1) + 1e-8);
    return traces.stream()
        .map(trace -> TraceAdvantage.uniform((trace.reward() - mean) / deviation, trace.tokens()))
        .toList();
  }

  private static double[] positiveTokenMean(List<GroupOutcome> groups) {
    List<TraceOutcome> traces = groups.stream().flatMap(group -> group.traces().stream()).toList();
    double tokens =
        traces.stream().filter(t -> t.reward() > 0).mapToInt(TraceOutcome::trainedTokens).sum();
    return traces.stream().mapToDouble(trace -> trace.reward() > 0 ? 1 / tokens : 0).toArray();
  }

  private static TraceAdvantage uneven() {
    return new TraceAdvantage(new double[] {1, 2}, new double[0]);
  }

  private static void assertLoss(double expected, LossTerm term, Aggregation aggregation) {
    Objective objective = Objective.of("later", GROUP, term, aggregation);
    assertThat(EngineLoss.exact(objective, FixtureF.BATCH).loss())
        .isCloseTo(expected, within(1e-6));
  }
}
