package io.headrace.curriculum.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StalenessBoundTest {

  @ParameterizedTest(name = "at most {0} running: capacity {1}")
  @CsvSource({"128, 28", "512, 160", "1000000, 160", "100, 0", "50, 0"})
  void capacityEqualsTheNumbersOfAReaL(int maxRunning, long capacity) {
    // Given eta = 4 and batches of 64
    StalenessBound bound = new StalenessBound(64, 4, maxRunning);
    // When 10 versions are trained, 700 groups accepted and 100 running
    // Then staleness allows (4 + 10 + 1)·64 − 800 = 160, and maxRunning may allow fewer
    assertThat(bound.capacity(10, 700, 100)).isEqualTo(capacity);
  }

  @Test
  void withStalenessZeroOneBatchIsRequestedAtATime() {
    StalenessBound synchronous = new StalenessBound(8, 0, 100);
    assertThat(synchronous.capacity(0, 0, 0)).isEqualTo(8);
    assertThat(synchronous.capacity(0, 5, 3)).isZero();
    assertThat(synchronous.capacity(1, 8, 0)).isEqualTo(8);
  }

  @Test
  void onlyTrainedAndWaitingGroupsCountAsAccepted() {
    // Given a run that accepted 900 groups, of which the learner skipped 260
    StalenessBound bound = new StalenessBound(64, 4, 1000);
    // When it recovers at version 10
    long accepted = bound.acceptedAt(10, 0);
    // Then the skipped groups do not count
    assertThat(accepted).isEqualTo(640);
    assertThat(bound.capacity(10, accepted, 0)).isEqualTo(320);
    assertThat(bound.capacity(10, 900, 0)).isEqualTo(60);
    // And the waiting groups count in addition to the trained ones
    assertThat(bound.acceptedAt(10, 70)).isEqualTo(710);
  }

  @ParameterizedTest(name = "eta {0}, newest {1}, {2} groups ahead: v{3}")
  @CsvSource({
    "0, 5, 0, 5",
    "1, 5, 0, 4",
    "1, 5, 47, 4",
    "1, 5, 48, 5",
    "1, 5, 95, 5",
    "1, 5, 500, 5",
    "4, 5, 0, 1",
    "4, 5, 95, 2",
    "4, 5, 191, 4",
    "4, 1, 0, 0"
  })
  void samplesMustNotBeTooStaleForTheStepThatTakesThem(
      int eta, long newest, long ahead, long oldest) {
    assertThat(new StalenessBound(48, eta, 1000).oldestAllowed(newest, ahead)).isEqualTo(oldest);
  }
}
