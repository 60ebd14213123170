package io.headrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SeedsTest {
  @Test
  void namesTheSeedThatFailed() {
    // Given a case that fails for the draw of seed 7 only
    int drawOfSeed7 = new java.util.SplittableRandom(7).nextInt();

    // When / Then
    assertThatThrownBy(
            () ->
                Seeds.forAll(20, random -> assertThat(random.nextInt()).isNotEqualTo(drawOfSeed7)))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("with seed 7: ");
  }
}
