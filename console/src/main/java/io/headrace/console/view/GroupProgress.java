package io.headrace.console.view;

import io.headrace.schemas.OpenGroupState;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/** Progress of a group that is not assembled yet. Events may be added in any order. */
final class GroupProgress {
  /** Upper bound for the number of samples; an event with a larger number is invalid. */
  private static final int MAX_SAMPLES = 1 << 16;

  private int samples;
  private int scorers;
  private final BitSet traces = new BitSet();
  private final Set<String> verdicts = new HashSet<>();

  /** Sets the number of samples and scorers, from the group's request or one of its traces. */
  void expect(int samples, int scorers) {
    this.samples = samples;
    this.scorers = scorers;
  }

  /**
   * Adds a trace; returns whether it is the first of its sample.
   *
   * @throws IllegalArgumentException when the sample's number is out of range
   */
  boolean addTrace(int sample) {
    if (sample < 0 || sample >= MAX_SAMPLES) {
      throw new IllegalArgumentException(
          "sample %d is not between 0 and %d".formatted(sample, MAX_SAMPLES - 1));
    }
    boolean first = !traces.get(sample);
    traces.set(sample);
    return first;
  }

  /** Adds a verdict; returns whether it is the first of its scorer on its trace. */
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

  static GroupProgress restored(OpenGroupState saved) {
    GroupProgress group = new GroupProgress();
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

  boolean isReady() {
    return samples > 0 && waitingSamples() == 0 && waitingVerdicts() == 0;
  }
}
