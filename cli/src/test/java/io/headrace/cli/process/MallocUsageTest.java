package io.headrace.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;

class MallocUsageTest {

  private static final long SIZE = 300L << 20;

  /** Much more than whatever else this JVM allocates meanwhile. */
  @Test
  void countsAllocatedAndNotFreedMemory() {
    assumeTrue(MallocUsage.isKnown(), "the C library does not say it");
    // Given
    double before = MallocUsage.bytes();

    // When
    double during;
    try (Arena arena = Arena.ofConfined()) {
      arena.allocate(SIZE);
      during = MallocUsage.bytes();
    }
    double after = MallocUsage.bytes();

    // Then
    assertThat(during - before).isBetween(0.9 * SIZE, 1.1 * SIZE);
    assertThat(after - before).isLessThan(0.1 * SIZE);
  }
}
