package io.headrace.curriculum.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class TrainableRateTest {

  private static final int BATCH = 48;
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  @Test
  void theRateIsPoorAfterMoreThanTenUntrainableBatches() {
    assertThat(new TrainableRate(0, 480, 0).isPoor(BATCH)).isFalse();
    assertThat(new TrainableRate(0, 481, 0).isPoor(BATCH)).isTrue();
    assertThat(new TrainableRate(0, 240, 241).isPoor(BATCH)).isTrue();
  }

  @Test
  void theRateOfSmallBatchesIsPoorAfterMoreThanAHundredGroups() {
    assertThat(new TrainableRate(0, 100, 0).isPoor(1)).isFalse();
    assertThat(new TrainableRate(0, 101, 0).isPoor(1)).isTrue();
  }

  @Test
  void oneTrainableGroupInFiftyIsEnough() {
    assertThat(new TrainableRate(40, 480 + 40 * 50, 0).isPoor(BATCH)).isFalse();
    assertThat(new TrainableRate(40, 480 + 40 * 50 + 1, 0).isPoor(BATCH)).isTrue();
  }

  @Test
  void thePauseDoublesWithEachUntrainableBatchUpToEightTimes() {
    assertThat(new TrainableRate(0, 480, 0).pause(BATCH, DEADLINE)).isZero();
    assertThat(new TrainableRate(0, 481, 0).pause(BATCH, DEADLINE)).isEqualTo(DEADLINE);
    assertThat(new TrainableRate(0, 480 + 48, 0).pause(BATCH, DEADLINE)).hasMinutes(2);
    assertThat(new TrainableRate(0, 480 + 96, 0).pause(BATCH, DEADLINE)).hasMinutes(4);
    assertThat(new TrainableRate(0, 1_000_000, 0).pause(BATCH, DEADLINE)).hasMinutes(8);
  }

  @Test
  void theProblemDistinguishesTooHardTooEasyAndUnscored() {
    assertThat(new TrainableRate(2, 1_498, 0).problem("r", 0.01))
        .isEqualTo(
            "[run=r] 1,498 of the 1,500 groups since the last step have equal rewards within the"
                + " group (mean score 0.01) and can't be trained on, so groups are requested at a"
                + " lower rate; the tasks are too hard for this policy: use easier ones, a longer"
                + " cold start, more curriculum.samples-per-group or a higher"
                + " sampling.temperature");
    assertThat(new TrainableRate(0, 500, 0).problem("r", 0.99))
        .endsWith("the policy already solves these tasks: use harder ones or stop the run");
    assertThat(new TrainableRate(0, 10, 490).problem("r", 0.99))
        .startsWith("[run=r] 490 of the 500 groups since the last step have no scores")
        .contains("without a trace look at 'headrace dlq' and the workers")
        .endsWith("those without a score at the verifier's log");
  }
}
