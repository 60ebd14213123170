package io.headrace.learner.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.learner.batch.SkippedRecord.Cause;
import io.headrace.schemas.ScoredGroup;
import io.headrace.schemas.Segment;
import io.headrace.schemas.TokenSource;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Which groups a step trains on. */
class BatchFilterTest {

  private static final int[] TOKENS = {3, 4, 5};
  private static final BatchFilter FILTER =
      new BatchFilter(new BatchFilterRules(2, false, 64, 100), 10);

  @Test
  void aGroupWithinTheStalenessBoundIsAccepted() {
    // Given
    ScoredGroup group =
        GroupBuilder.group("a")
            .trace(1.0, TOKENS, new long[] {8, 9, 10})
            .trace(0.0, TOKENS, new long[] {10, 10, 10})
            .build();

    // When
    FilterResult result = FILTER.admit(entry(group));

    // Then
    assertThat(result)
        .isInstanceOfSatisfying(
            FilterResult.Admitted.class,
            admitted ->
                assertThat(admitted.group().traces())
                    .extracting(TrainingTrace::staleness)
                    .containsExactly(new Staleness(2, 1), Staleness.NONE));
  }

  @Test
  void aStaleTraceIsSkippedAndTheOthersStay() {
    // Given
    ScoredGroup group =
        GroupBuilder.group("a")
            .trace(1.0, TOKENS, new long[] {7, 10, 10})
            .trace(1.0, TOKENS, new long[] {9, 9, 9})
            .trace(0.0, TOKENS, new long[] {10, 10, 10})
            .build();

    // When
    FilterResult result = FILTER.admit(entry(group));

    // Then
    assertThat(result)
        .isInstanceOfSatisfying(
            FilterResult.Admitted.class,
            admitted ->
                assertThat(admitted.group().traces())
                    .extracting(TrainingTrace::id)
                    .containsExactly("a#1", "a#2"));
  }

  @Test
  void aGroupWithOneUsableTraceIsSkippedAndTheReasonCountsItsTraces() {
    // Given
    ScoredGroup group =
        GroupBuilder.group("a")
            .trace(1.0, TOKENS, new long[] {7, 10, 10})
            .trace(null, TOKENS, new long[] {10, 10, 10})
            .trace(0.0, TOKENS, new long[] {10, 10, 10})
            .build();

    // When
    SkippedRecord skipped = skipped(FILTER, entry(group));

    // Then
    assertThat(skipped.cause()).isEqualTo(Cause.TOO_STALE);
    assertThat(skipped.reason())
        .isEqualTo(
            "1 of 3 traces usable, at least 2 needed: 1 staler than 2 versions before 10, 0 longer"
                + " than 64 tokens, 0 malformed, 1 without a reward or missing");
  }

  @Test
  void environmentTokensAndExcludedTokensAreMaskedAndNotStale() {
    // Given a trace of several turns: drawn, written by a tool, drawn long ago and excluded, drawn
    ScoredGroup group =
        GroupBuilder.group("a")
            .trace(1.0, new int[] {3, 4, 5, 6, 7}, new long[] {10, 10, 10, 10, 10})
            .segments(
                segment(9, 1, TokenSource.MODEL, true),
                segment(2, 2, TokenSource.ENVIRONMENT, true),
                segment(1, 1, TokenSource.MODEL, false),
                segment(10, 1, TokenSource.MODEL, true))
            .trace(0.0, TOKENS, new long[] {10, 10, 10})
            .build();

    // When
    FilterResult result = FILTER.admit(entry(group));

    // Then only what the policy drew to be trained on counts
    assertThat(result)
        .isInstanceOfSatisfying(
            FilterResult.Admitted.class,
            admitted -> {
              TrainingTrace turns = admitted.group().traces().getFirst();
              assertThat(turns.mask()).containsExactly(true, false, false, false, true);
              assertThat(turns.staleness()).isEqualTo(new Staleness(1, 0.5));
            });
  }

  @Test
  void theRewardOfATraceWithoutATrainedTokenStaysInItsGroup() {
    // Given
    ScoredGroup group =
        GroupBuilder.group("a")
            .trace(1.0, TOKENS, new long[] {10, 10, 10})
            .segments(
                segment(10, 2, TokenSource.ENVIRONMENT, true),
                segment(1, 1, TokenSource.MODEL, false))
            .trace(0.0, TOKENS, new long[] {10, 10, 10})
            .build();

    // When
    FilterResult result = FILTER.admit(entry(group));

    // Then
    assertThat(result)
        .isInstanceOfSatisfying(
            FilterResult.Admitted.class,
            admitted -> {
              assertThat(admitted.group().outcome().rewards()).containsExactly(1, 0);
              assertThat(admitted.group().traces())
                  .extracting(TrainingTrace::isTrained)
                  .containsExactly(false, true);
              assertThat(admitted.group().traces().getFirst().staleness())
                  .isEqualTo(Staleness.NONE);
            });
  }

  @Test
  void aGroupWithoutATrainedTokenIsSkipped() {
    // Given
    Segment environment = segment(10, 3, TokenSource.ENVIRONMENT, true);
    ScoredGroup group =
        GroupBuilder.group("a")
            .trace(1.0, TOKENS, new long[] {10, 10, 10})
            .segments(environment)
            .trace(0.0, TOKENS, new long[] {10, 10, 10})
            .segments(environment)
            .build();

    // When
    SkippedRecord skipped = skipped(FILTER, entry(group));

    // Then
    assertThat(skipped.cause()).isEqualTo(Cause.NOTHING_TO_TRAIN);
    assertThat(skipped.reason()).isEqualTo("none of 2 traces has a token to train on");
  }

  private static Segment segment(long version, int tokens, TokenSource source, boolean trained) {
    return new Segment(version, tokens, source, trained);
  }

  @Test
  void aTraceWithInconsistentLengthsOrUnknownTokensIsMalformed() {
    // Given
    ScoredGroup foreign =
        GroupBuilder.group("a")
            .trace(1.0, new int[] {3, 100}, new long[] {10, 10})
            .trace(0.0, TOKENS, new long[] {10, 10, 10})
            .build();
    ScoredGroup unfinished =
        GroupBuilder.group("b")
            .trace(1.0, TOKENS, new long[] {10, 10})
            .trace(0.0, TOKENS, new long[] {10, 10, 10})
            .build();
    ScoredGroup broken =
        GroupBuilder.group("d")
            .trace(1.0, new int[] {1}, new int[] {3}, new float[] {Float.NaN}, new long[] {10})
            .trace(0.0, TOKENS, new long[] {10, 10, 10})
            .build();
    ScoredGroup undefined =
        GroupBuilder.group("c")
            .trace(Double.NaN, TOKENS, new long[] {10, 10, 10})
            .trace(0.0, TOKENS, new long[] {10, 10, 10})
            .build();

    // Then
    assertThat(skipped(FILTER, entry(foreign)).cause()).isEqualTo(Cause.MALFORMED);
    assertThat(skipped(FILTER, entry(unfinished)).cause()).isEqualTo(Cause.MALFORMED);
    assertThat(skipped(FILTER, entry(undefined)).cause()).isEqualTo(Cause.MALFORMED);
    assertThat(skipped(FILTER, entry(broken)).cause()).isEqualTo(Cause.MALFORMED);
  }

  @Test
  void aMissingRewardIsNotARewardOfZero() {
    // Given
    ScoredGroup group =
        GroupBuilder.group("a")
            .trace(null, TOKENS, new long[] {10, 10, 10})
            .trace(1.0, TOKENS, new long[] {10, 10, 10})
            .build();

    // When
    SkippedRecord skipped = skipped(FILTER, entry(group));

    // Then
    assertThat(skipped.cause()).isEqualTo(Cause.TOO_FEW_TRACES);
  }

  @Test
  void equalRewardsAreSkippedOnlyWhenConfigured() {
    // Given
    ScoredGroup group = GroupBuilder.simple("a", 10, 1, 1, 1);
    BatchFilter mixed = new BatchFilter(new BatchFilterRules(2, true, 64, 100), 10);

    // When
    SkippedRecord skipped = skipped(mixed, entry(group));

    // Then
    assertThat(skipped.cause()).isEqualTo(Cause.EQUAL_REWARDS);
    assertThat(skipped.reason()).isEqualTo("all 3 rewards are 1.0");
    assertThat(FILTER.admit(entry(group))).isInstanceOf(FilterResult.Admitted.class);
  }

  @Test
  void droppedEvaluationUnreadableAndOverlongRecordsAreSkippedWithTheirCause() {
    // Given
    LogPosition position = new LogPosition(0, 4);
    int[] overlong = new int[63];
    long[] versions = new long[63];
    Arrays.fill(versions, 10);
    ScoredGroup tooLong =
        GroupBuilder.group("a")
            .trace(1.0, overlong, versions)
            .trace(0.0, TOKENS, new long[] {10, 10, 10})
            .build();

    // Then
    assertThat(
            skipped(FILTER, entry(GroupBuilder.group("a").dropped("deadline passed").build()))
                .reason())
        .isEqualTo("dropped by the assembler: deadline passed");
    assertThat(skipped(FILTER, entry(GroupBuilder.group("a").evaluation().build())).cause())
        .isEqualTo(Cause.NOT_FOR_TRAINING);
    assertThat(skipped(FILTER, new LogEntry.Unreadable(position, "a", "3 bytes")).cause())
        .isEqualTo(Cause.UNREADABLE);
    assertThat(skipped(FILTER, entry(tooLong)).cause()).isEqualTo(Cause.TOO_LONG);
  }

  private static LogEntry entry(ScoredGroup group) {
    return new LogEntry.Group(new LogPosition(0, 0), group);
  }

  private static SkippedRecord skipped(BatchFilter filter, LogEntry entry) {
    return ((FilterResult.Skipped) filter.admit(entry)).entry();
  }
}
