package io.headrace.learner.step;

import java.util.Arrays;
import java.util.List;

/** Running figures of the sequence log-ratios {@code l_j = log π(trace j) - log π_ref(trace j)}. */
final class LogRatios {

  private int count;
  private double sum;
  private double largest;
  private double squares;

  /** Adds the traces of a micro-batch; {@code cells} is [B, W-1], row-major. */
  void add(RowLayout layout, float[] cells, List<float[]> reference) {
    int columns = layout.columns();
    for (int row = 0; row < layout.rows(); row++) {
      float[] logProbs =
          layout.gather(Arrays.copyOfRange(cells, row * columns, (row + 1) * columns), row);
      add(sum(logProbs) - sum(reference.get(row)));
    }
  }

  private void add(double logRatio) {
    count++;
    sum += logRatio;
    squares += logRatio * logRatio;
    largest = Math.max(largest, Math.abs(logRatio));
  }

  double mean() {
    return count == 0 ? 0 : sum / count;
  }

  double meanSquare() {
    return count == 0 ? 0 : squares / count;
  }

  /** The largest absolute value. */
  double largest() {
    return largest;
  }

  static double sum(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }
}
