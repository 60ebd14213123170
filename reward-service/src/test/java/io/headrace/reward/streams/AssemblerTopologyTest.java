package io.headrace.reward.streams;

import static io.headrace.reward.SampleEvents.GROUP_LIMIT;
import static io.headrace.reward.SampleEvents.RUN;
import static io.headrace.reward.SampleEvents.SCORER;
import static io.headrace.reward.SampleEvents.failure;
import static io.headrace.reward.SampleEvents.request;
import static io.headrace.reward.SampleEvents.trace;
import static io.headrace.reward.SampleEvents.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.reward.assembly.AssemblyRules;
import io.headrace.schemas.DeadLetter;
import io.headrace.schemas.GroupOutcome;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.GroupStatus;
import io.headrace.schemas.MissingTrace;
import io.headrace.schemas.Purpose;
import io.headrace.schemas.SampleOutcome;
import io.headrace.schemas.ScoredGroup;
import io.headrace.schemas.ScoredTrace;
import io.headrace.schemas.Trace;
import io.headrace.schemas.Verdict;
import io.headrace.schemas.VerdictStatus;
import io.headrace.schemas.topics.Topic;
import io.headrace.testkit.ProgressFixture;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AssemblerTopologyTest {

  private static final String GROUP = "t.e1.7";

  private final DrivenAssembler assembler = new DrivenAssembler();

  @AfterEach
  void close() {
    assembler.close();
  }

  @Test
  void aGroupIsEmittedWithItsLastVerdict() {
    // Given
    assembler.send(request(GROUP, 2));
    assembler.send(List.of(trace(GROUP, 0, 2), trace(GROUP, 1, 2), verdict(GROUP, 0, 1)));
    assertThat(assembler.scoredGroups()).isEmpty();

    // When
    assembler.send(verdict(GROUP, 1, 0));

    // Then
    ScoredGroup group = assembler.scoredGroups().getFirst();
    assertThat(group.getStatus()).isEqualTo(GroupStatus.COMPLETE);
    assertThat(group.getTraces()).extracting(ScoredTrace::getReward).containsExactly(1.0, 0.0);
    assertThat(group.getTraces())
        .extracting(ScoredTrace::getTrace)
        .containsExactly(trace(GROUP, 0, 2), trace(GROUP, 1, 2));
    assertThat(assembler.evals()).isEmpty();
  }

  @Test
  void theScoreOfATraceIsTheWeightedMeanOfItsScorers() {
    // Given a group that two scorers score, of which one counts four times as much
    GroupRequest request = request(GROUP, 2, Purpose.TRAIN, List.of(SCORER, "brevity"));
    assembler.send(
        GroupRequest.newBuilder(request)
            .setScorerWeights(Map.of(SCORER, 0.8, "brevity", 0.2))
            .build());
    assembler.send(List.of(trace(GROUP, 0, 2), trace(GROUP, 1, 2)));

    // When each has scored both traces
    assembler.send(List.of(verdict(GROUP, 0, 1), verdict(GROUP, 1, 0)));
    assertThat(assembler.scoredGroups()).isEmpty();
    for (int sample = 0; sample < 2; sample++) {
      assembler.send(verdict(GROUP, sample, "brevity", VerdictStatus.OK, 0.5).build());
    }

    // Then
    assertThat(assembler.scoredGroups().getFirst().getTraces())
        .extracting(ScoredTrace::getScore)
        .containsExactly(0.8 + 0.2 * 0.5, 0.2 * 0.5);
  }

  @Test
  void theOutcomeOfAGroupHasItsScoresAndTraceOffsetsWithoutTokens() {
    // Given
    assembler.send(List.of(trace("other", 0, 1), request(GROUP, 3), trace(GROUP, 1, 3)));
    assembler.send(List.of(trace(GROUP, 0, 3), verdict(GROUP, 0, 1)));
    assembler.send(failure(GROUP, 1, VerdictStatus.TIMEOUT));

    // When
    assembler.pass(GROUP_LIMIT);

    // Then
    Trace trace = trace(GROUP, 0, 3);
    long version = trace.getSegments().getFirst().getWeightsVersion();
    GroupOutcome outcome = assembler.outcomes().getFirst();
    assertThat(outcome.getGroupId()).isEqualTo(GROUP);
    assertThat(outcome.getTaskId()).isEqualTo(trace.getTask().getTaskId());
    assertThat(outcome.getStatus()).isEqualTo(assembler.scoredGroups().getFirst().getStatus());
    assertThat(outcome.getTracesPartition()).isZero();
    assertThat(outcome.getSamples()).hasSize(3);
    assertThat(outcome.getSamples().getFirst())
        .isEqualTo(
            new SampleOutcome(0, 2L, trace.getTokens().size(), version, version, 1.0, 1.0, ""));
    assertThat(outcome.getSamples().get(1).getScore()).isNull();
    assertThat(outcome.getSamples().get(1).getReason()).contains("TIMEOUT");
    assertThat(outcome.getSamples().get(2).getTraceOffset()).isEqualTo(-1);
    assertThat(outcome.getSamples().get(2).getReason()).contains("no trace was received");
  }

  @Test
  void heldOutGroupsAreWrittenToEvals() {
    // When
    assembler.send(request(GROUP, 1, Purpose.EVALUATION, List.of(SCORER)));
    assembler.send(List.of(trace(GROUP, 0, 1), verdict(GROUP, 0, 1)));

    // Then
    assertThat(assembler.evals()).hasSize(1);
    assertThat(assembler.scoredGroups()).isEmpty();
  }

  @Test
  void anIncompleteGroupIsEmittedAtItsDeadline() {
    // Given
    assembler.send(request(GROUP, 4));
    for (int sample = 0; sample < 3; sample++) {
      assembler.send(trace(GROUP, sample, 4));
    }
    assembler.send(List.of(verdict(GROUP, 0, 1), verdict(GROUP, 1, 0)));
    assembler.send(failure(GROUP, 2, VerdictStatus.TIMEOUT));
    assembler.pass(GROUP_LIMIT.minusSeconds(1));
    assertThat(assembler.scoredGroups()).isEmpty();

    // When
    assembler.pass(Duration.ofSeconds(1));

    // Then
    ScoredGroup group = assembler.scoredGroups().getFirst();
    assertThat(group.getStatus()).isEqualTo(GroupStatus.PARTIAL);
    assertThat(group.getTraces()).extracting(ScoredTrace::getScore).containsExactly(1.0, 0.0, null);
    assertThat(group.getMissing())
        .extracting(MissingTrace::getTraceId)
        .containsExactly(GROUP + "#3");
  }

  @Test
  void aGroupWithTooFewScoresIsDroppedWithTheReason() {
    // Given
    assembler.send(request(GROUP, 4));

    // When
    assembler.pass(GROUP_LIMIT);

    // Then
    ScoredGroup group = assembler.scoredGroups().getFirst();
    assertThat(group.getStatus()).isEqualTo(GroupStatus.DROPPED);
    assertThat(group.getDropReason()).isEqualTo("0 of 4 samples scored, at least 2 needed");
    assertThat(group.getMissing()).hasSize(4);
  }

  @Test
  void anAbandonedGroupIsEmittedWithTheReasonBeforeItsDeadline() {
    // Given
    assembler.send(request(GROUP, 4));

    // When
    assembler.send(new ProgressFixture(RUN).abandoned(GROUP, "its prompt is too long"));

    // Then
    ScoredGroup group = assembler.scoredGroups().getFirst();
    assertThat(group.getStatus()).isEqualTo(GroupStatus.DROPPED);
    assertThat(group.getDropReason())
        .isEqualTo("0 of 4 samples scored, at least 2 needed: its prompt is too long");
    assertThat(group.getMissing().getFirst().getReason())
        .isEqualTo("no trace was received: its prompt is too long");
  }

  @Test
  void eventsAfterTheGroupWasEmittedAreIgnored() {
    // Given
    assembler.send(request(GROUP, 1));
    assembler.send(List.of(trace(GROUP, 0, 1), verdict(GROUP, 0, 1)));
    assertThat(assembler.scoredGroups()).hasSize(1);

    // When
    assembler.send(request(GROUP, 1));
    assembler.send(List.of(trace(GROUP, 0, 1), verdict(GROUP, 0, 0)));
    assembler.pass(GROUP_LIMIT.multipliedBy(2));

    // Then
    assertThat(assembler.scoredGroups()).isEmpty();
    assertThat(assembler.ignored("late")).isEqualTo(3);
  }

  @Test
  void aVerdictIsJoinedOnlyToTheTraceItScored() {
    // Given a request that was sampled twice, with a verdict on the second trace first
    assembler.send(request(GROUP, 1));
    assembler.send(verdictOn(1, 0));
    assembler.send(List.of(trace(GROUP, 0, 1, 3), trace(GROUP, 0, 1, 5), verdictOn(1, 0)));
    assertThat(assembler.scoredGroups()).isEmpty();

    // When the verdict on the first trace is received
    assembler.send(verdictOn(0, 1));

    // Then the first trace has its own verdict only
    ScoredTrace joined = assembler.scoredGroups().getFirst().getTraces().getFirst();
    assertThat(joined.getTrace()).isEqualTo(trace(GROUP, 0, 1, 3));
    assertThat(joined.getVerdicts()).containsExactly(verdictOn(0, 1));
    assertThat(joined.getScore()).isEqualTo(1);
  }

  @Test
  void aTraceHasNoScoreWhenOnlyItsDuplicateWasScored() {
    // Given
    assembler.send(request(GROUP, 1));
    assembler.send(List.of(trace(GROUP, 0, 1), trace(GROUP, 0, 1), verdictOn(1, 1)));

    // When
    assembler.pass(GROUP_LIMIT);

    // Then
    ScoredGroup group = assembler.scoredGroups().getFirst();
    assertThat(group.getStatus()).isEqualTo(GroupStatus.DROPPED);
    assertThat(group.getTraces().getFirst().getScore()).isNull();
    assertThat(group.getTraces().getFirst().getDropReason())
        .isEqualTo("no verdict of addition was received before the deadline");
  }

  @Test
  void noCopyOfATraceIsWrittenBeforeItsGroupIsEmitted() {
    // When
    assembler.send(request(GROUP, 8));
    for (int sample = 0; sample < 8; sample++) {
      assembler.send(trace(GROUP, sample, 8));
    }
    for (int sample = 0; sample < 8; sample++) {
      assembler.send(verdict(GROUP, sample, 1));
    }

    // Then
    assertThat(assembler.scoredGroups()).hasSize(1);
    assertThat(assembler.written(AssemblerTopology.EVENTS))
        .doesNotHaveDuplicates()
        .contains(GroupStore.requestKey(GROUP))
        .noneMatch(key -> key.startsWith("trace/"));
  }

  @Test
  void aTraceDeletedFromTheLogIsMissingInItsGroup() {
    try (var forgetful = new DrivenAssembler(AssemblyRules.DEFAULT, 1 << 20, 0)) {
      // Given traces that are neither in the cache nor in the log
      forgetful.send(request(GROUP, 1));
      forgetful.send(trace(GROUP, 0, 1));
      forgetful.deleteTraces();

      // When
      forgetful.send(verdict(GROUP, 0, 1));

      // Then
      ScoredGroup group = forgetful.scoredGroups().getFirst();
      assertThat(group.getStatus()).isEqualTo(GroupStatus.DROPPED);
      assertThat(group.getMissing())
          .extracting(MissingTrace::getReason)
          .containsExactly("its trace is no longer in the log");
    }
  }

  @Test
  void aGroupAboveTheMaximumEventSizeIsDroppedWithTheReason() {
    try (var small = new DrivenAssembler(AssemblyRules.DEFAULT, 2_000)) {
      // When
      small.send(request(GROUP, 1));
      small.send(List.of(trace(GROUP, 0, 1, 1_000), verdict(GROUP, 0, 1)));

      // Then
      ScoredGroup group = small.scoredGroups().getFirst();
      assertThat(group.getStatus()).isEqualTo(GroupStatus.DROPPED);
      assertThat(group.getDropReason()).contains("more than the maximum of 2000 for an event");
      assertThat(group.getTraces()).isEmpty();
    }
  }

  @Test
  void anUndecodableRecordGoesToTheDeadLettersAndTheAssemblerContinues() {
    // Given
    byte[] garbage = "not an event".getBytes(StandardCharsets.UTF_8);

    // When
    for (Topic topic : AssemblerTopology.inputs()) {
      assembler.send(topic, GROUP, garbage);
    }
    assembler.send(request(GROUP, 1));
    assembler.send(List.of(trace(GROUP, 0, 1), verdict(GROUP, 0, 1)));

    // Then
    List<DeadLetter> letters = assembler.deadLetters();
    assertThat(letters)
        .extracting(DeadLetter::getOriginTopic)
        .containsExactly(RUN + ".tasks", RUN + ".traces", RUN + ".verdicts");
    assertThat(letters)
        .allSatisfy(
            letter -> {
              assertThat(letter.getErrorCode()).isEqualTo("UNDECODABLE_RECORD");
              assertThat(letter.getValue()).isEqualTo(ByteBuffer.wrap(garbage));
            });
    assertThat(assembler.scoredGroups()).hasSize(1);
  }

  @Test
  void everyPrefixOfAnEventIsUndecodable() {
    // Given
    byte[] whole = DrivenAssembler.CODEC.encode(trace(GROUP, 0, 1));

    // When
    for (int length = 0; length < whole.length; length++) {
      assembler.send(Topic.TRACES, GROUP, java.util.Arrays.copyOf(whole, length));
    }

    // Then
    assertThat(assembler.deadLetters()).hasSize(whole.length);
  }

  @Test
  void anInvalidEventGoesToTheDeadLetters() {
    // When
    assembler.send(Topic.TRACES, "other", DrivenAssembler.CODEC.encode(trace(GROUP, 0, 1)));
    assembler.send(trace(GROUP, 5, 2));
    assembler.send(request(GROUP, 1, Purpose.TRAIN, Collections.emptyList()));

    // Then
    assertThat(assembler.deadLetters())
        .allSatisfy(letter -> assertThat(letter.getErrorCode()).isEqualTo("INVALID_EVENT"))
        .extracting(DeadLetter::getMessage)
        .containsExactly(
            "the record's key is not its group, t.e1.7",
            "[group=t.e1.7] trace: sample 5 is outside of 0 to 1",
            "[group=t.e1.7] request: the request has no scorer, expected at least one");
  }

  @Test
  void eventsOfAGroupWithoutARequestGoToTheDeadLetters() {
    // Given
    assembler.send(List.of(trace(GROUP, 0, 2), verdict(GROUP, 0, 1)));

    // When
    assembler.pass(AssemblyRules.DEFAULT.requestWait());

    // Then
    assertThat(assembler.deadLetters())
        .hasSize(2)
        .allSatisfy(letter -> assertThat(letter.getErrorCode()).isEqualTo("GROUP_WITHOUT_REQUEST"));
    assertThat(assembler.scoredGroups()).isEmpty();
  }

  @Test
  void theMetricsHaveTheNumberAndTheAgeOfOpenGroups() {
    // Given
    assembler.send(List.of(request("a.e0.1", 1), request("b.e0.2", 1)));

    // When
    assembler.pass(Duration.ofSeconds(1));

    // Then
    assertThat(assembler.metrics.snapshot()).containsEntry(AssemblerMetrics.OPEN_GROUPS, 2.0);
    assertThat(assembler.metrics.snapshot().get(AssemblerMetrics.OLDEST_OPEN)).isPositive();

    // And when
    assembler.pass(GROUP_LIMIT);

    // Then
    assertThat(assembler.metrics.snapshot())
        .containsEntry(AssemblerMetrics.OPEN_GROUPS, 0.0)
        .containsEntry(AssemblerMetrics.OLDEST_OPEN, 0.0);
  }

  /** A verdict on the trace at an offset. */
  private static Verdict verdictOn(long offset, double score) {
    return verdict(GROUP, 0, SCORER, VerdictStatus.OK, score).setTraceOffset(offset).build();
  }
}
