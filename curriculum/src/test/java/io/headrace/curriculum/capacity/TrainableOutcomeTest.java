package io.headrace.curriculum.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.curriculum.controller.Events;
import io.headrace.pipeline.event.GroupOutcomes;
import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.schemas.GroupOutcome;
import io.headrace.testkit.RunFixture;
import org.junit.jupiter.api.Test;

final class TrainableOutcomeTest {

  private static final RunFixture RUN = RunFixture.of("run");

  @Test
  void groupsWithEqualRewardsAreTrainableOnlyIfMixedRewardsAreNotRequired() {
    GroupOutcome equal = outcome(1, 1, 1);
    assertThat(TrainableOutcome.admits(equal, true)).isFalse();
    assertThat(TrainableOutcome.admits(equal, false)).isTrue();
    assertThat(TrainableOutcome.admits(outcome(1, 1, 0), true)).isTrue();
  }

  @Test
  void aGroupOfOneTraceIsNotTrainable() {
    assertThat(TrainableOutcome.admits(outcome(1, 1), false)).isFalse();
  }

  @Test
  void droppedGroupsAreNotTrainable() {
    GroupOutcome dropped = Events.dropped(RUN.request(0), RunFixture.START);
    assertThat(TrainableOutcome.admits(dropped, false)).isFalse();
  }

  @Test
  void theOldestVersionIsThatOfTheOldestToken() {
    assertThat(TrainableOutcome.oldestVersion(outcome(4, 1, 0))).isEqualTo(new WeightsVersion(4));
  }

  private static GroupOutcome outcome(long version, double... scores) {
    return GroupOutcomes.of(RUN.scoredGroup(0, version, scores));
  }
}
