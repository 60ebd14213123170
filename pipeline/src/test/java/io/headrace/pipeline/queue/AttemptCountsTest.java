package io.headrace.pipeline.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AttemptCountsTest {

  private static final RecordPosition FIRST = new RecordPosition(0, 1);
  private static final RecordPosition SECOND = new RecordPosition(1, 1);
  private static final RecordPosition THIRD = new RecordPosition(0, 2);

  private final AttemptCounts counts = new AttemptCounts(2);

  @Test
  void theHighestNumberCountsWhateverTheOrder() {
    // When
    counts.apply(FIRST, 2);
    counts.apply(FIRST, 1);

    // Then
    assertThat(counts.of(FIRST)).isEqualTo(2);
    assertThat(counts.of(SECOND)).isZero();
  }

  @Test
  void theLeastRecentlyUpdatedRecordIsRemovedFirst() {
    // Given
    counts.apply(FIRST, 1);
    counts.apply(SECOND, 1);
    counts.apply(FIRST, 2);

    // When one more is counted than the limit
    counts.apply(THIRD, 1);

    // Then
    assertThat(counts.of(FIRST)).isEqualTo(2);
    assertThat(counts.of(SECOND)).isZero();
    assertThat(counts.of(THIRD)).isEqualTo(1);
  }
}
