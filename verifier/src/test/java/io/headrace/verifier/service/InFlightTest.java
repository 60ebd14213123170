package io.headrace.verifier.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.verifier.scorer.ScorerLimits;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InFlightTest {

  @ParameterizedTest
  @CsvSource({
    // threads, time-out, partitions; consumers, traces of each, traces of each in reserve
    "2, PT2S, 4, 4, 30, 2",
    "2, PT0.01S, 4, 4, 32, 2",
    "2, PT10S, 4, 4, 6, 2",
    "2, PT10M, 4, 4, 1, 1",
    "1, PT2S, 1, 1, 60, 4",
    "64, PT2S, 64, 8, 128, 32",
    "64, PT30S, 64, 8, 32, 32",
  })
  void aVerifierHoldsWhatItsThreadsScoreInTwoMinutes(
      int threads,
      Duration timeout,
      int partitions,
      int consumers,
      int perConsumer,
      int perReserve) {
    // When
    InFlight inFlight = InFlight.of(List.of(new ScorerLimits(threads, timeout)), partitions);

    // Then
    assertThat(inFlight).isEqualTo(new InFlight(consumers, perConsumer, perReserve));
  }

  @Test
  void ofSeveralScorersTheOneThatScoresFewestCounts() {
    // Given
    var quick = new ScorerLimits(2, Duration.ofSeconds(2));
    var slow = new ScorerLimits(4, Duration.ofSeconds(60));

    // When
    InFlight inFlight = InFlight.of(List.of(quick, slow), 4);

    // Then
    assertThat(inFlight).isEqualTo(new InFlight(4, 2, 2));
  }
}
