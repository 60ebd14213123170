package io.headrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.schemas.ScoredGroup;
import io.headrace.schemas.Segment;
import io.headrace.schemas.Trace;
import org.junit.jupiter.api.Test;

class RunFixtureTest {
  @Test
  void drawsTracesWhoseTokensLogProbsAndSegmentsAgree() {
    Seeds.forAll(
        50,
        random -> {
          // Given
          RunFixture fixture = new RunFixture("r", random.nextLong());

          // When
          Trace trace = fixture.trace(fixture.request(random.nextInt(1000)), random.nextInt(4));

          // Then
          assertThat(trace.getLogProbs()).hasSameSizeAs(trace.getTokens()).allMatch(p -> p < 0);
          assertThat(trace.getSegments().stream().mapToInt(Segment::getTokens).sum())
              .isEqualTo(trace.getTokens().size());
          assertThat(trace.getTraceId()).isEqualTo(trace.getGroupId() + "#" + trace.getSample());
        });
  }

  @Test
  void returnsTheSameEventsForTheSameSeedInAnyOrderOfCalls() {
    // Given
    RunFixture fixture = RunFixture.of("r");
    ScoredGroup first = fixture.scoredGroup(3, 0, 1, 0);

    // When
    fixture.scoredGroup(4, 0, 1, 0);
    ScoredGroup again = RunFixture.of("r").scoredGroup(3, 0, 1, 0);

    // Then
    assertThat(again).isEqualTo(first);
    assertThat(new RunFixture("r", 2).scoredGroup(3, 0, 1, 0)).isNotEqualTo(first);
  }
}
