package io.headrace.pipeline.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GroupFitnessTest {

  @Test
  void aGroupNeedsTwoRewardsToCompare() {
    assertThat(GroupFitness.of(List.of(), false)).isEqualTo(GroupFitness.UNSCORED);
    assertThat(GroupFitness.of(List.of(1.0), true)).isEqualTo(GroupFitness.UNSCORED);
    assertThat(GroupFitness.of(List.of(1.0, 0.0), true)).isEqualTo(GroupFitness.FIT);
  }

  @Test
  void equalRewardsAreUnfitOnlyWhereMixedOnesAreAskedFor() {
    assertThat(GroupFitness.of(List.of(0.5, 0.5), true)).isEqualTo(GroupFitness.EQUAL_REWARDS);
    assertThat(GroupFitness.of(List.of(0.0, -0.0), true)).isEqualTo(GroupFitness.EQUAL_REWARDS);
    assertThat(GroupFitness.of(List.of(0.5, 0.5), false)).isEqualTo(GroupFitness.FIT);
  }
}
