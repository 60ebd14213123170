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
  void groupsWithEqualRewardsAreAdmittedOnlyWhenMixedOnesAreNotAskedFor() {
    GroupOutcome equal = outcome(1, 1, 1);
    assertThat(new TrainableOutcome(true).admits(equal)).isFalse();
    assertThat(new TrainableOutcome(false).admits(equal)).isTrue();
    assertThat(new TrainableOutcome(true).admits(outcome(1, 1, 0))).isTrue();
  }

  @Test
  void oneTraceHasNothingToBeComparedWith() {
    assertThat(new TrainableOutcome(false).admits(outcome(1, 1))).isFalse();
  }

  @Test
  void droppedGroupsAreNeverAdmitted() {
    GroupOutcome dropped = Events.dropped(RUN.request(0), RunFixture.START);
    assertThat(new TrainableOutcome(false).admits(dropped)).isFalse();
  }

  @Test
  void theOldestTokenDatesTheGroup() {
    assertThat(TrainableOutcome.oldestVersion(outcome(4, 1, 0))).isEqualTo(new WeightsVersion(4));
  }

  private static GroupOutcome outcome(long version, double... scores) {
    return GroupOutcomes.of(RUN.scoredGroup(0, version, scores));
  }
}
