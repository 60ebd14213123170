package io.headrace.learner.packing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Divides traces into micro-batches of at most a number of tokens, padding counted.
 *
 * <p>Traces are sorted by length, longest first, ties in the order given. A micro-batch is as wide
 * as its longest trace, and is closed when another trace would raise its padding above a sixteenth
 * of the budget. The result depends on the lengths alone.
 *
 * @param tokenBudget maximum cells of a micro-batch; a longer trace has a micro-batch of its own
 */
public record MicroBatchPacker(int tokenBudget) {

  private static final int PADDING_SHARE = 16;

  /** Checks that the budget is positive. */
  public MicroBatchPacker {
    if (tokenBudget < 1) {
      throw new IllegalArgumentException("token budget must be at least 1: " + tokenBudget);
    }
  }

  /**
   * Packs traces.
   *
   * @param lengths tokens of each trace, each at least 1
   * @return micro-batches that have every index exactly once, longest first
   */
  public List<MicroBatch> pack(int[] lengths) {
    List<MicroBatch> packed = new ArrayList<>();
    List<Integer> rows = new ArrayList<>();
    int width = 0;
    long padding = 0;
    for (int trace : longestFirst(lengths)) {
      if (!rows.isEmpty() && !fits(rows.size() + 1, width, padding + width - lengths[trace])) {
        packed.add(new MicroBatch(rows, width));
        rows.clear();
        padding = 0;
      }
      if (rows.isEmpty()) {
        width = lengths[trace];
      }
      rows.add(trace);
      padding += width - lengths[trace];
    }
    if (!rows.isEmpty()) {
      packed.add(new MicroBatch(rows, width));
    }
    return packed;
  }

  private boolean fits(int rows, int width, long padding) {
    return (long) rows * width <= tokenBudget && padding <= tokenBudget / PADDING_SHARE;
  }

  private static List<Integer> longestFirst(int[] lengths) {
    return IntStream.range(0, lengths.length)
        .boxed()
        .sorted(Comparator.comparingInt((Integer trace) -> -lengths[trace]))
        .toList();
  }
}
