package io.headrace.learner.batch;

import io.headrace.schemas.FinishReason;
import io.headrace.schemas.GroupStatus;
import io.headrace.schemas.Purpose;
import io.headrace.schemas.Sampling;
import io.headrace.schemas.ScoredGroup;
import io.headrace.schemas.ScoredTrace;
import io.headrace.schemas.Segment;
import io.headrace.schemas.Task;
import io.headrace.schemas.Trace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds scored groups for tests; every trace has the prompt {1, 2} by default. */
public final class GroupBuilder {

  private static final Instant EPOCH = Instant.EPOCH;

  private final String id;
  private final List<ScoredTrace> traces = new ArrayList<>();
  private Purpose purpose = Purpose.TRAIN;
  private GroupStatus status = GroupStatus.COMPLETE;
  private String dropReason = "";
  private int requested;

  private GroupBuilder(String id) {
    this.id = id;
  }

  public static GroupBuilder group(String id) {
    return new GroupBuilder(id);
  }

  /** A group with one trace of three tokens per reward, all drawn from one version. */
  public static ScoredGroup simple(String id, long version, double... rewards) {
    GroupBuilder builder = group(id);
    for (double reward : rewards) {
      builder.trace(reward, new int[] {3, 4, 5}, new long[] {version, version, version});
    }
    return builder.build();
  }

  public GroupBuilder evaluation() {
    purpose = Purpose.EVALUATION;
    return this;
  }

  public GroupBuilder dropped(String reason) {
    status = GroupStatus.DROPPED;
    dropReason = reason;
    return this;
  }

  /** Adds a trace; {@code versions} names the version that drew each token. */
  public GroupBuilder trace(@Nullable Double reward, int[] tokens, long[] versions) {
    float[] logProbs = new float[tokens.length];
    Arrays.fill(logProbs, -1f);
    return trace(reward, new int[] {1, 2}, tokens, logProbs, versions);
  }

  /** Adds a trace with a prompt and behaviour log-probs of its own. */
  public GroupBuilder trace(
      @Nullable Double reward, int[] prompt, int[] tokens, float[] logProbs, long[] versions) {
    int sample = traces.size();
    List<Float> behaviour = new ArrayList<>();
    for (float logProb : logProbs) {
      behaviour.add(logProb);
    }
    Trace trace =
        Trace.newBuilder()
            .setRun("test")
            .setTraceId(id + "#" + sample)
            .setGroupId(id)
            .setSample(sample)
            .setSamples(sample + 1)
            .setTask(task())
            .setPurpose(purpose)
            .setScorers(List.of("addition"))
            .setSampling(sampling())
            .setPromptTokens(Arrays.stream(prompt).boxed().toList())
            .setTokens(Arrays.stream(tokens).boxed().toList())
            .setLogProbs(behaviour)
            .setSegments(segments(versions))
            .setFinishReason(FinishReason.EOS)
            .setText("")
            .setWorker("worker")
            .setAttempt(1)
            .setReceivedAt(EPOCH)
            .setStartedAt(EPOCH)
            .setFinishedAt(EPOCH)
            .build();
    traces.add(
        ScoredTrace.newBuilder()
            .setTrace(trace)
            .setVerdicts(List.of())
            .setScore(reward)
            .setReward(reward)
            .build());
    requested = traces.size();
    return this;
  }

  /** Gives the trace that was added last other segments. */
  public GroupBuilder segments(Segment... segments) {
    ScoredTrace last = traces.removeLast();
    traces.add(
        ScoredTrace.newBuilder(last)
            .setTrace(Trace.newBuilder(last.getTrace()).setSegments(List.of(segments)).build())
            .build());
    return this;
  }

  public ScoredGroup build() {
    return ScoredGroup.newBuilder()
        .setRun("test")
        .setGroupId(id)
        .setTask(task())
        .setPurpose(purpose)
        .setEpoch(0)
        .setNumber(0)
        .setRequested(requested)
        .setStatus(status)
        .setDropReason(dropReason)
        .setTraces(traces)
        .setRequestedAt(EPOCH)
        .setAssembledAt(EPOCH)
        .build();
  }

  private static List<Segment> segments(long[] versions) {
    List<Segment> segments = new ArrayList<>();
    int start = 0;
    for (int at = 1; at <= versions.length; at++) {
      if (at == versions.length || versions[at] != versions[start]) {
        segments.add(
            Segment.newBuilder().setWeightsVersion(versions[start]).setTokens(at - start).build());
        start = at;
      }
    }
    return segments;
  }

  private static Task task() {
    return new Task("task", "1+2=", "3", "addition", List.of(), Map.of());
  }

  private static Sampling sampling() {
    return Sampling.newBuilder().setTemperature(1).setMaxNewTokens(16).setSeed(1).build();
  }
}
