package io.headrace.learner.packing;

import java.util.List;

/**
 * Traces that pass through the model together.
 *
 * @param traces indices into the list that was packed
 * @param width positions per row: the length of the longest trace
 */
public record MicroBatch(List<Integer> traces, int width) {

  /** Copies the list. */
  public MicroBatch {
    traces = List.copyOf(traces);
  }

  /** Positions that the model computes, including padding. */
  public long cells() {
    return (long) traces.size() * width;
  }
}
