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
  void aGroupRunsUntilItIsScoredAndWaitsUntilAStepNamesIt() {
    // Given two groups that were asked for
    GroupRequest first = RUN.request(0);
    GroupRequest second = RUN.request(1);
    ledger.requested(first);
    ledger.requested(second);
    assertThat(ledger.running(NOW)).isEqualTo(2);
    // When both are scored
    GroupId one = new GroupId(first.getGroupId());
    GroupId other = new GroupId(second.getGroupId());
    ledger.assembled(one, Trainability.FIT, new WeightsVersion(0));
    ledger.assembled(other, Trainability.FIT, new WeightsVersion(0));
    assertThat(ledger.running(NOW)).isZero();
    assertThat(ledger.waitingGroups()).containsExactlyInAnyOrder(one, other);
    // Then a step takes what it names, trained on or left out
    ledger.taken(
        step(Stage.RL, List.of(), List.of(new SkippedEntry(one.value(), 0, 8L, "left out"))));
    assertThat(ledger.waitingGroups()).containsExactly(other);
  }

  @Test
  void aStepThatIsReadBeforeItsGroupsTakesThemAllTheSame() {
    GroupRequest request = RUN.request(0);
    GroupId late = new GroupId(request.getGroupId());
    ledger.requested(request);
    ledger.taken(step(Stage.RL, List.of(new BatchEntry(late.value(), 0, 7L, 2)), List.of()));
    assertThat(ledger.unanswered()).isEmpty();
    ledger.assembled(late, Trainability.FIT, new WeightsVersion(0));
    assertThat(ledger.waitingGroups()).isEmpty();
    assertThat(ledger.takenState()).isEmpty();
  }

  @Test
  void stepsOnDemonstrationsTakeNoGroups() {
    ledger.assembled(new GroupId("a"), Trainability.FIT, new WeightsVersion(0));
    ledger.taken(step(Stage.SFT, List.of(new BatchEntry("a", 0, 50L, 1)), List.of()));
    assertThat(ledger.waitingGroups()).containsExactly(new GroupId("a"));
  }

  @Test
  void groupsTooStaleForAStepDoNotWait() {
    ledger.assembled(new GroupId("old"), Trainability.FIT, new WeightsVersion(3));
    ledger.assembled(new GroupId("new"), Trainability.FIT, new WeightsVersion(4));
    assertThat(ledger.waiting(new WeightsVersion(5), 1, true)).isEqualTo(1);
  }

  @Test
  void aGroupPastItsDeadlineIsGivenUpAndMayStillCome() {
    GroupRequest request = RUN.request(0);
    ledger.requested(request);
    assertThat(ledger.running(request.getDeadline())).isZero();
    ledger.assembled(new GroupId(request.getGroupId()), Trainability.FIT, new WeightsVersion(0));
    assertThat(ledger.unanswered()).isEmpty();
    assertThat(ledger.waitingGroups()).containsExactly(new GroupId(request.getGroupId()));
  }

  @Test
  void theYieldCountsWhatCameBackSinceTheLastStepWhicheverIsReadFirst() {
    // Given fit and unfit groups
    ledger.assembled(new GroupId("a"), Trainability.EQUAL_REWARDS, new WeightsVersion(0));
    ledger.assembled(new GroupId("b"), Trainability.FIT, new WeightsVersion(0));
    ledger.assembled(new GroupId("c"), Trainability.UNSCORED, new WeightsVersion(0));
    ledger.assembled(new GroupId("d"), Trainability.EQUAL_REWARDS, new WeightsVersion(0));
    assertThat(ledger.rateSinceStep(true)).isEqualTo(new TrainableRate(1, 2, 1));
    // When a step takes the first two, and one whose outcome is read later
    GroupRequest late = RUN.request(0);
    ledger.requested(late);
    ledger.taken(
        step(
            Stage.RL,
            List.of(new BatchEntry("b", 0, 1L, 2)),
            List.of(
                new SkippedEntry("a", 0, 0L, "equal"),
                new SkippedEntry(late.getGroupId(), 0, 2L, "unscored"))));
    // Then the others are left
    ledger.assembled(new GroupId(late.getGroupId()), Trainability.UNSCORED, new WeightsVersion(0));
    assertThat(ledger.rateSinceStep(true)).isEqualTo(new TrainableRate(0, 1, 1));
  }

  @Test
  void groupsWithEqualRewardsWaitForAStageThatTrainsOnThem() {
    // Given groups that are read under a stage that leaves out equal rewards
    ledger.assembled(new GroupId("a"), Trainability.EQUAL_REWARDS, new WeightsVersion(4));
    ledger.assembled(new GroupId("b"), Trainability.EQUAL_REWARDS, new WeightsVersion(3));
    ledger.assembled(new GroupId("c"), Trainability.FIT, new WeightsVersion(4));
    GroupLedger restored = new GroupLedger();
    restored.restore(ledger.runningState(), ledger.waitingState(), ledger.takenState());

    // Then the next stage counts them if it takes them, also after a restart
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
