package io.headrace.policy.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class DecodeMaskTest {

  private static final boolean[] ANY = {true, true, true};

  @Test
  void aRequestWithoutAMaskAllowsEveryToken() {
    var request =
        new DecodeRequest(
            new int[2], new int[2], new int[2], new float[2], new float[3][2], new int[0]);
    assertThat(request.mask()).isEmpty();
    assertThat(request.steps()).isEqualTo(3);
  }

  @Test
  void aMaskHasARowForEachSlotAndIsForOneStep() {
    assertThat(request(new boolean[][] {ANY, {false, true, false}}, 1).mask()).isPresent();
    assertThatThrownBy(() -> request(new boolean[][] {ANY}, 1))
        .hasMessage("the mask must have one value per slot, 2, not 1");
    assertThatThrownBy(() -> request(new boolean[][] {ANY, ANY}, 2))
        .hasMessageContaining("a mask is for one step, not 2");
  }

  @Test
  void aMaskAllowsEachSlotSomeToken() {
    assertThatThrownBy(() -> request(new boolean[][] {ANY, new boolean[3]}, 1))
        .hasMessageContaining("allows slot 1 no token");
  }

  private static DecodeRequest request(boolean[][] allowed, int steps) {
    return new DecodeRequest(
        new int[2],
        new int[2],
        new int[2],
        new float[2],
        new float[steps][2],
        new int[0],
        Optional.of(new AllowedTokens(allowed)));
  }
}
