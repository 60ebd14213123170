package io.headrace.policy.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows end at a stop token or their limit, and copied prompts continue like prefilled ones. */
class DecodeEndsTest {
  private static final int[] PROMPT = {3, 1, 4, 1, 5};

  @Test
  void aRowEndsAfterItsStopTokenAndAnotherAtItsLimit() {
    // Given
    int[] free = greedy(new int[] {12, 12}, new int[0]).tokensOf(0);
    int stop = free[2];
    int firstStop = indexOf(free, stop);
    // When
    Rows decoded = greedy(new int[] {12, 7}, new int[] {stop});
    // Then
    int[] first = decoded.tokensOf(0);
    assertThat(Arrays.copyOf(first, firstStop + 1)).isEqualTo(Arrays.copyOf(free, firstStop + 1));
    assertThat(Arrays.copyOfRange(first, firstStop + 1, first.length))
        .containsOnly(DecodedTokens.NONE);
    int[] second = decoded.tokensOf(1);
    assertThat(second[Math.min(1, firstStop)]).isNotEqualTo(DecodedTokens.NONE);
    assertThat(Arrays.copyOfRange(second, 2, second.length)).containsOnly(DecodedTokens.NONE);
    assertThat(decoded.values().logProbs()[5]).containsOnly(0);
  }

  @Test
  void aRowFillsItsColumnsUpToItsLimit() {
    // When
    Rows decoded = greedy(new int[] {12, 7}, new int[0]);
    // Then
    assertThat(decoded.tokensOf(0)).doesNotContain(DecodedTokens.NONE);
    int[] second = decoded.tokensOf(1);
    assertThat(Arrays.copyOf(second, 2)).isEqualTo(Arrays.copyOf(decoded.tokensOf(0), 2));
    assertThat(Arrays.copyOfRange(second, 2, second.length)).containsOnly(DecodedTokens.NONE);
  }

  @Test
  void aCopiedPromptContinuesLikeTheOriginal() {
    // When
    Rows decoded = greedy(new int[] {12, 12}, new int[0]);
    // Then
    assertThat(decoded.tokensOf(1)).isEqualTo(decoded.tokensOf(0));
  }

  @Test
  void rejectsALimitAboveTheCachesCapacity() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> greedy(new int[] {17, 12}, new int[0]))
        .withMessage("a limit of 17 tokens does not fit the cache's 16 columns");
  }

  private record Rows(DecodedTokens values) {
    int[] tokensOf(int row) {
      return Arrays.stream(values.tokens()).mapToInt(step -> step[row]).toArray();
    }
  }

  private static int indexOf(int[] tokens, int token) {
    int index = 0;
    while (tokens[index] != token) {
      index++;
    }
    return index;
  }

  /** Slot 0 prefilled, slot 1 a copy of it; six greedy steps. */
  private static Rows greedy(int[] limits, int[] stops) {
    int[] head = Arrays.copyOf(PROMPT, PROMPT.length - 1);
    try (PolicyProgram program = TinyModel.program();
        PolicyParameters parameters = program.parameters(TinyModel.weights(1));
        ServingWeights weights = program.serve(parameters);
        KeyValueCache cache = program.newCache(2, 16)) {
      program.prefill(weights, cache, TokenBatch.rightPadded(List.of(head)), new int[] {0});
      program.copySlots(cache, new int[] {0}, new int[] {1}, head.length);
      return new Rows(
          program.decode(
              weights,
              cache,
              new DecodeRequest(
                  new int[] {5, 5},
                  new int[] {4, 4},
                  limits,
                  new float[2],
                  new float[6][2],
                  stops)));
    }
  }
}
