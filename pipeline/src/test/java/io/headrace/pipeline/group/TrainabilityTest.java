package io.headrace.pipeline.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TrainabilityTest {

  @Test
  void aGroupNeedsTwoRewardsToCompare() {
    assertThat(Trainability.of(List.of(), false)).isEqualTo(Trainability.UNSCORED);
    assertThat(Trainability.of(List.of(1.0), true)).isEqualTo(Trainability.UNSCORED);
    assertThat(Trainability.of(List.of(1.0, 0.0), true)).isEqualTo(Trainability.FIT);
  }

  @Test
  void equalRewardsAreUnfitOnlyWhereMixedOnesAreAskedFor() {
    assertThat(Trainability.of(List.of(0.5, 0.5), true)).isEqualTo(Trainability.EQUAL_REWARDS);
    assertThat(Trainability.of(List.of(0.0, -0.0), true)).isEqualTo(Trainability.EQUAL_REWARDS);
    assertThat(Trainability.of(List.of(0.5, 0.5), false)).isEqualTo(Trainability.FIT);
  }
}
