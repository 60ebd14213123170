package io.headrace.pipeline.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AttemptCountsTest {

  private static final Place FIRST = new Place(0, 1);
  private static final Place SECOND = new Place(1, 1);
  private static final Place THIRD = new Place(0, 2);

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
  void whatWasHeardOfLongestAgoIsForgottenFirst() {
    // Given
    counts.apply(FIRST, 1);
    counts.apply(SECOND, 1);
    counts.apply(FIRST, 2);

    // When there is one more than are remembered
    counts.apply(THIRD, 1);

    // Then
    assertThat(counts.of(FIRST)).isEqualTo(2);
    assertThat(counts.of(SECOND)).isZero();
    assertThat(counts.of(THIRD)).isEqualTo(1);
  }
}
