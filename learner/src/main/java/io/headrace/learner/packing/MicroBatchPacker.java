package io.headrace.learner.packing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Cuts traces into micro-batches of at most a number of tokens, padding counted.
 *
 * <p>Traces are sorted by length, longest first, ties in the order given, and widths are rounded up
 * to a multiple of the bucket, so that rows of a micro-batch are alike in length and few different
 * shapes occur. The result depends on the lengths alone.
 *
 * @param tokenBudget most cells of a micro-batch; one trace longer than it still forms its own
 * @param bucket widths are multiples of this
 */
public record MicroBatchPacker(int tokenBudget, int bucket) {

  /** Checks that both are positive. */
  public MicroBatchPacker {
    if (tokenBudget < 1 || bucket < 1) {
      throw new IllegalArgumentException(
          "token budget and bucket must be at least 1: %d, %d".formatted(tokenBudget, bucket));
    }
  }

  /**
   * Packs traces.
   *
   * @param lengths tokens of each trace, each at least 1
   * @return micro-batches that hold every index exactly once, longest first
   */
  public List<MicroBatch> pack(int[] lengths) {
    List<MicroBatch> packed = new ArrayList<>();
    List<Integer> rows = new ArrayList<>();
    int width = 0;
    for (int trace : longestFirst(lengths)) {
      if (!rows.isEmpty() && (long) (rows.size() + 1) * width > tokenBudget) {
        packed.add(new MicroBatch(rows, width));
        rows.clear();
      }
      if (rows.isEmpty()) {
        width = width(lengths[trace]);
      }
      rows.add(trace);
    }
    if (!rows.isEmpty()) {
      packed.add(new MicroBatch(rows, width));
    }
    return packed;
  }

  private int width(int length) {
    return Math.ceilDiv(length, bucket) * bucket;
  }

  private static List<Integer> longestFirst(int[] lengths) {
    return IntStream.range(0, lengths.length)
        .boxed()
        .sorted(Comparator.comparingInt((Integer trace) -> -lengths[trace]))
        .toList();
  }
}
