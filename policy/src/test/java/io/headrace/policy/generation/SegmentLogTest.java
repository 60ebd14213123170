package io.headrace.policy.generation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SegmentLogTest {

  @Test
  void consecutiveTokensOfOneVersionAreOneSegment() {
    // Given tokens of three versions, one of them added twice and once without tokens
    var log = new SegmentLog();
    log.add(1, 3);
    log.add(2, 4);
    log.add(2, 4);
    log.add(5, 0);
    log.add(7, 1);

    // When they are listed, Then consecutive tokens of one version are one segment
    assertThat(log.segments())
        .containsExactly(
            new WeightsSegment(1, 3), new WeightsSegment(2, 8), new WeightsSegment(7, 1));
  }
}
