package io.headrace.learner.objective.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.learner.batch.RewardedGroup;
import io.headrace.learner.batch.RewardedTrace;
import io.headrace.learner.objective.advantage.Baseline;
import io.headrace.learner.objective.advantage.BaselineAdvantage;
import io.headrace.learner.objective.aggregation.SequenceMean.Length;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A trace without a trained token is in no mean's divisor; its reward enters the baseline. */
class UntrainedTraceTest {

  private static final RewardedTrace MASKED = trace(3, false, false, false);

  /** Three traces of which one is masked, and a group of masked traces alone. */
  private static final List<RewardedGroup> GROUPS =
      List.of(
          new RewardedGroup(
              List.of(trace(0, true, true), MASKED, trace(0, true, false, true, true))),
          new RewardedGroup(List.of(MASKED, MASKED)),
          new RewardedGroup(List.of(trace(1, true), trace(0, true))));

  @Test
  void groupMeanDividesByTheTrainedTracesOfTheTrainedGroups() {
    assertThat(new GroupMean().weights(GROUPS))
        .containsExactly(1.0 / 2 / 2, 0, 1.0 / 2 / 2, 0, 0, 1.0 / 2 / 2, 1.0 / 2 / 2);
  }

  @Test
  void sequenceMeanDividesByTheTrainedTraces() {
    assertThat(new SequenceMean(new Length.Constant(5)).weights(GROUPS))
        .containsExactly(1.0 / 4 / 5, 0, 1.0 / 4 / 5, 0, 0, 1.0 / 4 / 5, 1.0 / 4 / 5);
    assertThat(new SequenceMean(new Length.Own()).weights(GROUPS))
        .containsExactly(1.0 / 4 / 2, 0, 1.0 / 4 / 3, 0, 0, 1.0 / 4, 1.0 / 4);
  }

  @Test
  void tokenMeanDividesByTheTrainedTokens() {
    assertThat(new TokenMean().weights(GROUPS))
        .containsExactly(1.0 / 7, 0, 1.0 / 7, 0, 0, 1.0 / 7, 1.0 / 7);
  }

  @Test
  void rewardOfAnUntrainedTraceEntersTheBaseline() {
    // When
    double advantage =
        new BaselineAdvantage(Baseline.MEAN, 1).estimate(GROUPS).getFirst().ofSequence();

    // Then the mean of 0, 3 and 0 is subtracted
    assertThat(advantage).isEqualTo(-1);
  }

  private static RewardedTrace trace(double reward, boolean... mask) {
    return new RewardedTrace(reward, mask, Map.of());
  }
}
