package io.headrace.console.view;

import io.headrace.schemas.OpenGroupState;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/** How far a group that is not assembled yet has come. Events may reach it in any order. */
final class OpenGroup {
  /** Far more samples than any group has; a larger number comes from a broken writer. */
  private static final int MOST_SAMPLES = 1 << 16;

  private int samples;
  private int scorers;
  private final BitSet traces = new BitSet();
  private final Set<String> verdicts = new HashSet<>();

  /** Says how large the group is; its request and each of its traces know. */
  void expect(int samples, int scorers) {
    this.samples = samples;
    this.scorers = scorers;
  }

  /**
   * Whether the trace is the first of its sample.
   *
   * @throws IllegalArgumentException when no group has that many samples
   */
  boolean addTrace(int sample) {
    if (sample < 0 || sample >= MOST_SAMPLES) {
      throw new IllegalArgumentException(
          "sample %d is not between 0 and %d".formatted(sample, MOST_SAMPLES - 1));
    }
    boolean first = !traces.get(sample);
    traces.set(sample);
    return first;
  }

  /** Whether the verdict is the first of its scorer on its trace. */
  boolean addVerdict(String traceId, String scorer) {
    return verdicts.add(traceId + '\n' + scorer);
  }

  OpenGroupState save(String groupId) {
    return new OpenGroupState(
        groupId,
        samples,
        scorers,
        ByteBuffer.wrap(traces.toByteArray()),
        verdicts.stream().sorted().toList());
  }

  static OpenGroup restored(OpenGroupState saved) {
    OpenGroup group = new OpenGroup();
    group.expect(saved.getSamples(), saved.getScorers());
    group.traces.or(BitSet.valueOf(saved.getTraces().duplicate()));
    group.verdicts.addAll(saved.getVerdicts());
    return group;
  }

  int waitingSamples() {
    return Math.max(0, samples - traces.cardinality());
  }

  int waitingVerdicts() {
    return Math.max(0, traces.cardinality() * scorers - verdicts.size());
  }

  boolean ready() {
    return samples > 0 && waitingSamples() == 0 && waitingVerdicts() == 0;
  }
}
