package io.headrace.learner.step;

import io.headrace.learner.batch.TrainingTrace;
import io.headrace.learner.packing.MicroBatch;
import io.headrace.policy.program.TokenBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The layout of a micro-batch: one trace per row, prompt then response, padded on the right.
 *
 * <p>The program gives log-probs [B, W-1] whose column t belongs to token t + 1, so the response of
 * a trace with p prompt tokens is in columns p - 1 to p - 2 + (response tokens).
 *
 * @param traces the traces of the rows
 * @param width W, tokens per row, padding included
 */
record RowLayout(List<TrainingTrace> traces, int width) {

  static RowLayout of(MicroBatch microBatch, List<TrainingTrace> all) {
    return new RowLayout(microBatch.traces().stream().map(all::get).toList(), microBatch.width());
  }

  int rows() {
    return traces.size();
  }

  /** Columns of log-probs per row. */
  int columns() {
    return width - 1;
  }

  TokenBatch tokens() {
    int[] tokens = new int[rows() * width];
    int[] ends = new int[rows()];
    for (int row = 0; row < rows(); row++) {
      TrainingTrace trace = traces.get(row);
      int at = row * width;
      System.arraycopy(trace.prompt(), 0, tokens, at, trace.prompt().length);
      System.arraycopy(
          trace.response(), 0, tokens, at + trace.prompt().length, trace.response().length);
      ends[row] = trace.length();
    }
    return new TokenBatch(rows(), width, tokens, new int[rows()], ends);
  }

  float[] temperatures() {
    float[] temperatures = new float[rows()];
    for (int row = 0; row < rows(); row++) {
      temperatures[row] = (float) traces.get(row).temperature();
    }
    return temperatures;
  }

  /** 1 on each response token that is trained on, row-major [B, W-1]. */
  float[] mask() {
    float[] mask = new float[rows() * columns()];
    for (int row = 0; row < rows(); row++) {
      boolean[] trained = traces.get(row).mask();
      for (int token = 0; token < trained.length; token++) {
        mask[first(row) + token] = trained[token] ? 1 : 0;
      }
    }
    return mask;
  }

  /**
   * Per-token values of each trace's response at their columns, 0 elsewhere, row-major [B, W-1].
   */
  float[] scatter(List<float[]> perTrace) {
    float[] cells = new float[rows() * columns()];
    for (int row = 0; row < rows(); row++) {
      float[] values = perTrace.get(row);
      System.arraycopy(values, 0, cells, first(row), values.length);
    }
    return cells;
  }

  /** The response's part of one row of log-probs. */
  float[] gather(float[] row, int index) {
    TrainingTrace trace = traces.get(index);
    int from = trace.prompt().length - 1;
    return Arrays.copyOfRange(row, from, from + trace.response().length);
  }

  /** The responses' parts of log-probs [B, W-1], row-major; one array a row. */
  List<float[]> gatherAll(float[] cells) {
    List<float[]> responses = new ArrayList<>(rows());
    for (int row = 0; row < rows(); row++) {
      int from = first(row);
      responses.add(Arrays.copyOfRange(cells, from, from + traces.get(row).response().length));
    }
    return responses;
  }

  /** The same from double precision. */
  float[] scatterDoubles(List<double[]> perTrace) {
    float[] cells = new float[rows() * columns()];
    for (int row = 0; row < rows(); row++) {
      double[] values = perTrace.get(row);
      for (int token = 0; token < values.length; token++) {
        cells[first(row) + token] = (float) values[token];
      }
    }
    return cells;
  }

  private int first(int row) {
    return row * columns() + traces.get(row).prompt().length - 1;
  }
}
