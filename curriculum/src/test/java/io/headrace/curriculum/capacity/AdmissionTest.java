package io.headrace.curriculum.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.curriculum.conductor.Events;
import io.headrace.pipeline.event.GroupOutcomes;
import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.schemas.GroupOutcome;
import io.headrace.testkit.RunFixture;
import org.junit.jupiter.api.Test;

final class AdmissionTest {

  private static final RunFixture RUN = RunFixture.of("run");

  @Test
  void groupsWithEqualRewardsAreAdmittedOnlyWhenMixedOnesAreNotAskedFor() {
    GroupOutcome equal = outcome(1, 1, 1);
    assertThat(new Admission(true).admits(equal)).isFalse();
    assertThat(new Admission(false).admits(equal)).isTrue();
    assertThat(new Admission(true).admits(outcome(1, 1, 0))).isTrue();
  }

  @Test
  void oneTraceHasNothingToBeComparedWith() {
    assertThat(new Admission(false).admits(outcome(1, 1))).isFalse();
  }

  @Test
  void droppedGroupsAreNeverAdmitted() {
    GroupOutcome dropped = Events.dropped(RUN.request(0), RunFixture.START);
    assertThat(new Admission(false).admits(dropped)).isFalse();
  }

  @Test
  void theOldestTokenDatesTheGroup() {
    assertThat(Admission.oldestVersion(outcome(4, 1, 0))).isEqualTo(new WeightsVersion(4));
  }

  private static GroupOutcome outcome(long version, double... scores) {
    return GroupOutcomes.of(RUN.scoredGroup(0, version, scores));
  }
}
