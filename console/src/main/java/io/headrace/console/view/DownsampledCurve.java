package io.headrace.console.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A curve of any length in bounded memory. When it is full, neighbouring points are merged in
 * pairs, and from then on each point is merged from twice as many added points. Not thread-safe.
 */
final class DownsampledCurve<T> {
  private final int capacity;
  private final BinaryOperator<T> merge;
  private final List<T> points = new ArrayList<>();
  private int stride = 1;
  private int gathered;
  private @Nullable T gathering;

  DownsampledCurve(int capacity, BinaryOperator<T> merge) {
    if (capacity < 2) {
      throw new IllegalArgumentException("capacity " + capacity + " is below 2");
    }
    this.capacity = capacity;
    this.merge = merge;
  }

  void add(T point) {
    T sum = gathering == null ? point : merge.apply(gathering, point);
    gathered++;
    gathering = sum;
    if (gathered == stride) {
      points.add(sum);
      gathering = null;
      gathered = 0;
      if (points.size() == capacity) {
        halve();
      }
    }
  }

  private void halve() {
    List<T> merged = new ArrayList<>(capacity / 2 + 1);
    int pairs = points.size() / 2 * 2;
    for (int i = 0; i < pairs; i += 2) {
      merged.add(merge.apply(points.get(i), points.get(i + 1)));
    }
    if (pairs < points.size()) {
      gathering = points.get(pairs);
      gathered = stride;
    }
    points.clear();
    points.addAll(merged);
    stride *= 2;
  }

  /**
   * The state of a curve.
   *
   * @param stride number of added points per complete point
   * @param gathered number of added points in the incomplete point
   * @param gathering the incomplete point; empty when there is none
   * @param points the complete points, oldest first
   */
  record State<T>(int stride, int gathered, Optional<T> gathering, List<T> points) {}

  State<T> save() {
    return new State<>(stride, gathered, Optional.ofNullable(gathering), List.copyOf(points));
  }

  /** Restores a saved curve. */
  void restore(State<T> saved) {
    points.clear();
    points.addAll(saved.points());
    stride = Math.max(1, saved.stride());
    gathered = saved.gathered();
    gathering = saved.gathering().orElse(null);
  }

  /** All points, oldest first; the last one may be incomplete. */
  List<T> points() {
    List<T> all = new ArrayList<>(points);
    if (gathering != null) {
      all.add(gathering);
    }
    return all;
  }

  Optional<T> last() {
    if (gathering != null) {
      return Optional.of(gathering);
    }
    return points.isEmpty() ? Optional.empty() : Optional.of(points.getLast());
  }
}
