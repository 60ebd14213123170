package io.headrace.pipeline.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TrainabilityTest {

  @Test
  void aGroupNeedsTwoRewards() {
    assertThat(Trainability.of(List.of(), false)).isEqualTo(Trainability.UNSCORED);
    assertThat(Trainability.of(List.of(1.0), true)).isEqualTo(Trainability.UNSCORED);
    assertThat(Trainability.of(List.of(1.0, 0.0), true)).isEqualTo(Trainability.TRAINABLE);
  }

  @Test
  void equalRewardsAreNotTrainableIfMixedRewardsAreRequired() {
    assertThat(Trainability.of(List.of(0.5, 0.5), true)).isEqualTo(Trainability.EQUAL_REWARDS);
    assertThat(Trainability.of(List.of(0.0, -0.0), true)).isEqualTo(Trainability.EQUAL_REWARDS);
    assertThat(Trainability.of(List.of(0.5, 0.5), false)).isEqualTo(Trainability.TRAINABLE);
  }

  @Test
  void theNamesInSnapshotsAreThoseOfEarlierVersions() {
    for (String code : List.of("FIT", "EQUAL_REWARDS", "UNSCORED")) {
      assertThat(Trainability.ofCode(code).code()).isEqualTo(code);
    }
    assertThat(Trainability.ofCode("FIT")).isEqualTo(Trainability.TRAINABLE);
    assertThatThrownBy(() -> Trainability.ofCode("TRAINABLE"))
        .hasMessage("no trainability has the code 'TRAINABLE'");
  }
}
