package io.headrace.learner.packing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Packing keeps every trace once and within the budget. */
class MicroBatchPackerTest {

  @Test
  void tracesOfSimilarLengthShareAMicroBatch() {
    // Given
    MicroBatchPacker packer = new MicroBatchPacker(160);

    // When
    List<MicroBatch> packed = packer.pack(new int[] {9, 30, 10, 31, 16});

    // Then
    assertThat(packed)
        .containsExactly(
            new MicroBatch(List.of(3, 1), 31),
            new MicroBatch(List.of(4, 2), 16),
            new MicroBatch(List.of(0), 9));
  }

  @Test
  void aTraceLongerThanTheBudgetIsAloneInItsMicroBatch() {
    // Given
    MicroBatchPacker packer = new MicroBatchPacker(16);

    // When
    List<MicroBatch> packed = packer.pack(new int[] {40, 3});

    // Then
    assertThat(packed)
        .containsExactly(new MicroBatch(List.of(0), 40), new MicroBatch(List.of(1), 3));
  }

  @Test
  void everyTraceIsInExactlyOneMicroBatchWithinTheBudget() {
    for (long seed : LongStream.range(0, 200).toArray()) {
      // Given
      Random random = new Random(seed);
      int[] lengths = random.ints(random.nextInt(1, 80), 1, 200).toArray();
      int budget = random.nextInt(1, 2000);
      MicroBatchPacker packer = new MicroBatchPacker(budget);

      // When
      List<MicroBatch> packed = packer.pack(lengths);

      // Then
      List<Integer> traces = new ArrayList<>();
      packed.forEach(microBatch -> traces.addAll(microBatch.traces()));
      assertThat(traces)
          .containsExactlyInAnyOrderElementsOf(IntStream.range(0, lengths.length).boxed().toList());
      assertThat(packed)
          .allMatch(microBatch -> microBatch.traces().size() == 1 || microBatch.cells() <= budget)
          .allMatch(
              microBatch ->
                  microBatch.traces().stream()
                      .allMatch(trace -> lengths[trace] <= microBatch.width()))
          .allMatch(microBatch -> padding(microBatch, lengths) <= budget / 16);
      assertThat(packer.pack(lengths)).isEqualTo(packed);
    }
  }

  @Test
  void rowsOfOneLengthHaveNoPadding() {
    // Given
    int[] lengths = IntStream.generate(() -> 39).limit(384).toArray();

    // When
    List<MicroBatch> packed = new MicroBatchPacker(8192).pack(lengths);

    // Then
    assertThat(packed).hasSize(2).allMatch(microBatch -> padding(microBatch, lengths) == 0);
  }

  private static long padding(MicroBatch microBatch, int[] lengths) {
    return microBatch.cells()
        - microBatch.traces().stream().mapToLong(trace -> lengths[trace]).sum();
  }
}
