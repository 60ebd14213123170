package io.headrace.policy.program;

import java.util.Arrays;
import java.util.List;

/**
 * Token ids of several sequences, padded to the same length.
 *
 * @param rows sequences
 * @param columns tokens per row, padding included
 * @param tokens ids, row-major, {@code rows * columns}; owned by the batch
 * @param starts column of the first token of each row; 0 unless padded on the left
 * @param ends column after the last token of each row
 */
@SuppressWarnings("ArrayRecordComponent") // Hot: handed to the engine as they are.
public record TokenBatch(int rows, int columns, int[] tokens, int[] starts, int[] ends) {

  /** Sequences padded on the right; cheaper, since causal masking already excludes the padding. */
  public static TokenBatch rightPadded(List<int[]> sequences) {
    int columns = longest(sequences);
    int[] ends = sequences.stream().mapToInt(s -> s.length).toArray();
    return fill(sequences, columns, new int[sequences.size()], ends);
  }

  /** Sequences padded on the left; positions count from each row's first token. */
  public static TokenBatch leftPadded(List<int[]> sequences) {
    int columns = longest(sequences);
    int[] starts = sequences.stream().mapToInt(s -> columns - s.length).toArray();
    int[] ends = new int[sequences.size()];
    Arrays.fill(ends, columns);
    return fill(sequences, columns, starts, ends);
  }

  private static int longest(List<int[]> sequences) {
    int columns = sequences.stream().mapToInt(s -> s.length).max().orElse(0);
    if (columns == 0) {
      throw new IllegalArgumentException("a batch needs at least one token");
    }
    return columns;
  }

  private static TokenBatch fill(List<int[]> sequences, int columns, int[] starts, int[] ends) {
    int[] tokens = new int[sequences.size() * columns];
    for (int row = 0; row < sequences.size(); row++) {
      int[] sequence = sequences.get(row);
      System.arraycopy(sequence, 0, tokens, row * columns + starts[row], sequence.length);
    }
    return new TokenBatch(sequences.size(), columns, tokens, starts, ends);
  }

  boolean isPaddedOnTheLeft() {
    return Arrays.stream(starts).anyMatch(start -> start > 0);
  }

  /** Positions, row-major, counted from each row's first token; padding before it is 0. */
  long[] positions() {
    long[] positions = new long[tokens.length];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = Math.max(0, i % columns - starts[i / columns]);
    }
    return positions;
  }

  boolean[] valid() {
    boolean[] valid = new boolean[tokens.length];
    for (int i = 0; i < valid.length; i++) {
      int column = i % columns;
      valid[i] = column >= starts[i / columns] && column < ends[i / columns];
    }
    return valid;
  }
}
