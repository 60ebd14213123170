package io.headrace.curriculum.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class TrainableRateTest {

  private static final int BATCH = 48;
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  @Test
  void tenBatchesOfUnfitGroupsAreBadLuckAndNoMore() {
    assertThat(new TrainableRate(0, 480, 0).isPoor(BATCH)).isFalse();
    assertThat(new TrainableRate(0, 481, 0).isPoor(BATCH)).isTrue();
    assertThat(new TrainableRate(0, 240, 241).isPoor(BATCH)).isTrue();
  }

  @Test
  void smallBatchesAreGivenAHundredGroups() {
    assertThat(new TrainableRate(0, 100, 0).isPoor(1)).isFalse();
    assertThat(new TrainableRate(0, 101, 0).isPoor(1)).isTrue();
  }

  @Test
  void oneFitGroupInFiftyIsWorthItsCost() {
    assertThat(new TrainableRate(40, 480 + 40 * 50, 0).isPoor(BATCH)).isFalse();
    assertThat(new TrainableRate(40, 480 + 40 * 50 + 1, 0).isPoor(BATCH)).isTrue();
  }

  @Test
  void thePauseDoublesWithEachUnfitBatchUpToEightTimes() {
    assertThat(new TrainableRate(0, 480, 0).pause(BATCH, DEADLINE)).isZero();
    assertThat(new TrainableRate(0, 481, 0).pause(BATCH, DEADLINE)).isEqualTo(DEADLINE);
    assertThat(new TrainableRate(0, 480 + 48, 0).pause(BATCH, DEADLINE)).hasMinutes(2);
    assertThat(new TrainableRate(0, 480 + 96, 0).pause(BATCH, DEADLINE)).hasMinutes(4);
    assertThat(new TrainableRate(0, 1_000_000, 0).pause(BATCH, DEADLINE)).hasMinutes(8);
  }

  @Test
  void theSentenceTellsTooHardFromTooEasyFromUnscored() {
    assertThat(new TrainableRate(2, 1_498, 0).problem("r", 0.01))
        .isEqualTo(
            "[run=r] 1,498 of the 1,500 groups since the last step had equal rewards within the"
                + " group (mean score 0.01), so hardly any can be trained on and they are asked for"
                + " ever more slowly; the tasks are too hard for this policy: take easier ones, a"
                + " longer cold start, more curriculum.samples-per-group or a higher"
                + " sampling.temperature");
    assertThat(new TrainableRate(0, 500, 0).problem("r", 0.99))
        .endsWith("the policy solves these tasks already: take harder ones or stop the run");
    assertThat(new TrainableRate(0, 10, 490).problem("r", 0.99))
        .startsWith("[run=r] 490 of the 500 groups since the last step came back without scores")
        .contains("never sampled (look at headrace dlq and the workers)")
        .contains("not judged (look at the verifier's log)");
  }
}
