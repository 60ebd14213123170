package io.headrace.policy.program;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import org.junit.jupiter.api.Test;

class LiveArraysTest {

  @Test
  void countsArraysAndTheirHostMemoryUntilTheScopeEnds() {
    // Given
    try (PolicyProgram program = TinyModel.program()) {
      int before = LiveArrays.below(program.manager());

      // When
      int during;
      int everywhere;
      try (NDManager scope = program.newScope()) {
        HostArrays.floats(scope, new float[6], 2, 3);
        during = LiveArrays.below(program.manager());
        everywhere = LiveArrays.count();
      }

      // Then: the scope, the array and its memory
      assertThat(during).isEqualTo(before + 3);
      assertThat(everywhere).isGreaterThanOrEqualTo(during);
      assertThat(LiveArrays.below(program.manager())).isEqualTo(before);
    }
  }
}
