package io.headrace.curriculum.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.curriculum.capacity.Admission.Fitness;
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
  void aGroupRunsUntilItIsScoredAndWaitsUntilAStepTookItsOffset() {
    // Given two groups that were asked for
    GroupRequest first = RUN.request(0);
    GroupRequest second = RUN.request(1);
    ledger.requested(first);
    ledger.requested(second);
    assertThat(ledger.running(NOW)).isEqualTo(2);
    // When both are scored
    ledger.scored(new GroupId(first.getGroupId()), 7, new WeightsVersion(0));
    ledger.scored(new GroupId(second.getGroupId()), 9, new WeightsVersion(0));
    assertThat(ledger.running(NOW)).isZero();
    assertThat(ledger.waitingOffsets()).containsExactly(7L, 9L);
    // Then a step takes what it names and everything before
    ledger.taken(step(Stage.RL, List.of(), List.of(new SkippedEntry("x", 0, 8L, "left out"))));
    assertThat(ledger.waitingOffsets()).containsExactly(9L);
  }

  @Test
  void aStepThatIsReadBeforeItsGroupsTakesThemAllTheSame() {
    ledger.taken(step(Stage.RL, List.of(new BatchEntry("x", 0, 7L, 2)), List.of()));
    ledger.scored(new GroupId("late"), 7, new WeightsVersion(0));
    assertThat(ledger.waitingOffsets()).isEmpty();
  }

  @Test
  void stepsOnDemonstrationsTakeNoGroups() {
    ledger.scored(new GroupId("a"), 0, new WeightsVersion(0));
    ledger.taken(step(Stage.SFT, List.of(new BatchEntry("demo", 0, 50L, 1)), List.of()));
    assertThat(ledger.waitingOffsets()).containsExactly(0L);
  }

  @Test
  void groupsTooStaleForAStepDoNotWait() {
    ledger.scored(new GroupId("old"), 0, new WeightsVersion(3));
    ledger.scored(new GroupId("new"), 1, new WeightsVersion(4));
    assertThat(ledger.waiting(new WeightsVersion(5), 1)).isEqualTo(1);
  }

  @Test
  void aGroupPastItsDeadlineIsGivenUpAndMayStillCome() {
    GroupRequest request = RUN.request(0);
    ledger.requested(request);
    assertThat(ledger.running(request.getDeadline())).isZero();
    ledger.scored(new GroupId(request.getGroupId()), 0, new WeightsVersion(0));
    assertThat(ledger.unanswered()).isEmpty();
    assertThat(ledger.waitingOffsets()).containsExactly(0L);
  }

  @Test
  void theYieldCountsWhatCameBackSinceTheLastStepWhicheverIsReadFirst() {
    // Given fit and unfit groups
    ledger.unfit(new GroupId("a"), 0, Fitness.EQUAL_REWARDS);
    ledger.scored(new GroupId("b"), 1, new WeightsVersion(0));
    ledger.unfit(new GroupId("c"), 2, Fitness.UNSCORED);
    ledger.unfit(new GroupId("d"), 3, Fitness.EQUAL_REWARDS);
    assertThat(ledger.yieldSinceStep()).isEqualTo(new Yield(1, 2, 1));
    // When a step takes those up to 1
    ledger.taken(step(Stage.RL, List.of(new BatchEntry("b", 0, 1L, 2)), List.of()));
    // Then the others are left, and one read late that stands before is not counted
    ledger.unfit(new GroupId("late"), 1, Fitness.UNSCORED);
    assertThat(ledger.yieldSinceStep()).isEqualTo(new Yield(0, 1, 1));
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
