package io.headrace.pipeline.event;

import io.headrace.schemas.GroupOutcome;
import io.headrace.schemas.MissingTrace;
import io.headrace.schemas.SampleOutcome;
import io.headrace.schemas.ScoredGroup;
import io.headrace.schemas.ScoredTrace;
import io.headrace.schemas.Segment;
import io.headrace.schemas.TokenSource;
import io.headrace.schemas.Trace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/** Derives the outcome of a scored group: its scores and rewards without the tokens. Pure. */
public final class GroupOutcomes {

  private static final int UNKNOWN = -1;

  private GroupOutcomes() {}

  /** The outcome of a group whose traces' offsets are not known. */
  public static GroupOutcome of(ScoredGroup group) {
    return of(group, UNKNOWN, Map.of());
  }

  /**
   * The outcome of a group.
   *
   * @param tracesPartition the partition of traces that its traces are on
   * @param traceOffsets their offsets there, by sample number
   */
  public static GroupOutcome of(
      ScoredGroup group, int tracesPartition, Map<Integer, Long> traceOffsets) {
    List<SampleOutcome> samples = new ArrayList<>();
    for (ScoredTrace scored : group.getTraces()) {
      int sample = scored.getTrace().getSample();
      samples.add(sample(scored, traceOffsets.getOrDefault(sample, (long) UNKNOWN)));
    }
    for (MissingTrace missing : group.getMissing()) {
      samples.add(missing(missing));
    }
    samples.sort(Comparator.comparingInt(SampleOutcome::getSample));
    return GroupOutcome.newBuilder()
        .setRun(group.getRun())
        .setGroupId(group.getGroupId())
        .setTaskId(group.getTask().getTaskId())
        .setPurpose(group.getPurpose())
        .setNumber(group.getNumber())
        .setEvaluation(group.getEvaluation())
        .setStatus(group.getStatus())
        .setDropReason(group.getDropReason())
        .setRequested(group.getRequested())
        .setTracesPartition(tracesPartition)
        .setSamples(samples)
        .setRequestedAt(group.getRequestedAt())
        .setAssembledAt(group.getAssembledAt())
        .build();
  }

  private static SampleOutcome sample(ScoredTrace scored, long offset) {
    Trace trace = scored.getTrace();
    OptionalLong oldest = versions(trace).min();
    OptionalLong newest = versions(trace).max();
    return SampleOutcome.newBuilder()
        .setSample(trace.getSample())
        .setTraceOffset(offset)
        .setTokens(trace.getTokens().size())
        .setOldestWeightsVersion(oldest.isPresent() ? oldest.getAsLong() : null)
        .setNewestWeightsVersion(newest.isPresent() ? newest.getAsLong() : null)
        .setScore(scored.getScore())
        .setReward(scored.getReward())
        .setReason(scored.getDropReason())
        .build();
  }

  private static LongStream versions(Trace trace) {
    return trace.getSegments().stream()
        .filter(segment -> segment.getSource() == TokenSource.MODEL)
        .mapToLong(Segment::getWeightsVersion);
  }

  private static SampleOutcome missing(MissingTrace missing) {
    return SampleOutcome.newBuilder()
        .setSample(sampleOf(missing.getTraceId()))
        .setReason(missing.getReason())
        .build();
  }

  private static int sampleOf(String traceId) {
    try {
      return Integer.parseInt(traceId.substring(traceId.lastIndexOf('#') + 1));
    } catch (NumberFormatException notNumbered) {
      return UNKNOWN;
    }
  }
}
