package io.headrace.curriculum.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.pipeline.group.Trainability;
import io.headrace.pipeline.id.GroupId;
import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.schemas.BatchEntry;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.SkippedEntry;
import io.headrace.schemas.Stage;
import io.headrace.schemas.StepCompleted;
import io.headrace.testkit.RunFixture;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GroupLedgerTest {

  private static final RunFixture RUN = RunFixture.of("run");
  private static final Instant NOW = RunFixture.START.plusSeconds(1);

  private final GroupLedger ledger = new GroupLedger();

  @Test
  void aGroupIsRunningUntilAssembledAndWaitsUntilAStepNamesIt() {
    // Given two requested groups
    GroupRequest first = RUN.request(0);
    GroupRequest second = RUN.request(1);
    ledger.apply(first);
    ledger.apply(second);
    assertThat(ledger.running(NOW)).isEqualTo(2);
    // When both are scored
    GroupId one = new GroupId(first.getGroupId());
    GroupId other = new GroupId(second.getGroupId());
    ledger.addAssembled(one, Trainability.TRAINABLE, new WeightsVersion(0));
    ledger.addAssembled(other, Trainability.TRAINABLE, new WeightsVersion(0));
    assertThat(ledger.running(NOW)).isZero();
    assertThat(ledger.waitingGroups()).containsExactlyInAnyOrder(one, other);
    // Then a step removes the groups it names, trained on or skipped
    ledger.apply(
        step(Stage.RL, List.of(), List.of(new SkippedEntry(one.value(), 0, 8L, "skipped"))));
    assertThat(ledger.waitingGroups()).containsExactly(other);
  }

  @Test
  void aStepAppliedBeforeItsGroupsRemovesThemToo() {
    GroupRequest request = RUN.request(0);
    GroupId late = new GroupId(request.getGroupId());
    ledger.apply(request);
    ledger.apply(step(Stage.RL, List.of(new BatchEntry(late.value(), 0, 7L, 2)), List.of()));
    assertThat(ledger.unanswered()).isEmpty();
    ledger.addAssembled(late, Trainability.TRAINABLE, new WeightsVersion(0));
    assertThat(ledger.waitingGroups()).isEmpty();
    assertThat(ledger.takenState()).isEmpty();
  }

  @Test
  void supervisedStepsRemoveNoGroups() {
    ledger.addAssembled(new GroupId("a"), Trainability.TRAINABLE, new WeightsVersion(0));
    ledger.apply(step(Stage.SFT, List.of(new BatchEntry("a", 0, 50L, 1)), List.of()));
    assertThat(ledger.waitingGroups()).containsExactly(new GroupId("a"));
  }

  @Test
  void groupsTooStaleForAStepDoNotWait() {
    ledger.addAssembled(new GroupId("old"), Trainability.TRAINABLE, new WeightsVersion(3));
    ledger.addAssembled(new GroupId("new"), Trainability.TRAINABLE, new WeightsVersion(4));
    assertThat(ledger.waiting(new WeightsVersion(5), 1, true)).isEqualTo(1);
  }

  @Test
  void aGroupPastItsDeadlineTakesNoCapacityAndMayStillBeAssembled() {
    GroupRequest request = RUN.request(0);
    ledger.apply(request);
    assertThat(ledger.running(request.getDeadline())).isZero();
    ledger.addAssembled(
        new GroupId(request.getGroupId()), Trainability.TRAINABLE, new WeightsVersion(0));
    assertThat(ledger.unanswered()).isEmpty();
    assertThat(ledger.waitingGroups()).containsExactly(new GroupId(request.getGroupId()));
  }

  @Test
  void theRateCountsGroupsAssembledSinceTheLastStepInAnyOrderOfTopics() {
    // Given trainable and untrainable groups
    ledger.addAssembled(new GroupId("a"), Trainability.EQUAL_REWARDS, new WeightsVersion(0));
    ledger.addAssembled(new GroupId("b"), Trainability.TRAINABLE, new WeightsVersion(0));
    ledger.addAssembled(new GroupId("c"), Trainability.UNSCORED, new WeightsVersion(0));
    ledger.addAssembled(new GroupId("d"), Trainability.EQUAL_REWARDS, new WeightsVersion(0));
    assertThat(ledger.rateSinceStep(true)).isEqualTo(new TrainableRate(1, 2, 1));
    // When a step names the first two and one whose outcome is applied later
    GroupRequest late = RUN.request(0);
    ledger.apply(late);
    ledger.apply(
        step(
            Stage.RL,
            List.of(new BatchEntry("b", 0, 1L, 2)),
            List.of(
                new SkippedEntry("a", 0, 0L, "equal"),
                new SkippedEntry(late.getGroupId(), 0, 2L, "unscored"))));
    // Then the others are counted
    ledger.addAssembled(
        new GroupId(late.getGroupId()), Trainability.UNSCORED, new WeightsVersion(0));
    assertThat(ledger.rateSinceStep(true)).isEqualTo(new TrainableRate(0, 1, 1));
  }

  @Test
  void groupsWithEqualRewardsWaitForAStageThatTrainsOnThem() {
    // Given groups assembled in a stage that skips equal rewards
    ledger.addAssembled(new GroupId("a"), Trainability.EQUAL_REWARDS, new WeightsVersion(4));
    ledger.addAssembled(new GroupId("b"), Trainability.EQUAL_REWARDS, new WeightsVersion(3));
    ledger.addAssembled(new GroupId("c"), Trainability.TRAINABLE, new WeightsVersion(4));
    GroupLedger restored = new GroupLedger();
    restored.restore(ledger.runningState(), ledger.waitingState(), ledger.takenState());

    // Then a stage that trains on them counts them, also after a restart
    for (GroupLedger each : List.of(ledger, restored)) {
      assertThat(each.waiting(new WeightsVersion(5), 1, true)).isEqualTo(1);
      assertThat(each.waiting(new WeightsVersion(5), 1, false)).isEqualTo(2);
      assertThat(each.rateSinceStep(false)).isEqualTo(new TrainableRate(3, 0, 0));
    }
  }

  private static StepCompleted step(
      Stage stage, List<BatchEntry> batch, List<SkippedEntry> skipped) {
    return StepCompleted.newBuilder(RUN.progress().step(1))
        .setStage(stage)
        .setBatch(batch)
        .setSkipped(skipped)
        .build();
  }
}
