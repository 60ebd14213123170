package io.headrace.policy.generation;

import java.util.ArrayList;
import java.util.List;

/** The segments of one sample: consecutive tokens with the weights version that drew them. */
final class SegmentLog {

  private final List<WeightsSegment> closed = new ArrayList<>();
  private long version;
  private int tokens;

  void add(long weightsVersion, int count) {
    if (count == 0) {
      return;
    }
    if (tokens > 0 && weightsVersion != version) {
      closed.add(new WeightsSegment(version, tokens));
      tokens = 0;
    }
    version = weightsVersion;
    tokens += count;
  }

  List<WeightsSegment> segments() {
    var all = new ArrayList<>(closed);
    if (tokens > 0) {
      all.add(new WeightsSegment(version, tokens));
    }
    return List.copyOf(all);
  }
}
