package io.headrace.benchmarks;

import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.id.GroupId;
import io.headrace.schemas.FinishReason;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.Purpose;
import io.headrace.schemas.Sampling;
import io.headrace.schemas.Segment;
import io.headrace.schemas.Task;
import io.headrace.schemas.Trace;
import io.headrace.schemas.Verdict;
import io.headrace.schemas.VerdictStatus;
import io.headrace.schemas.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * The events of groups with traces of 1 KB: a request, {@link #SAMPLES} traces and as many verdicts
 * per group, in the order in which a run writes them.
 */
final class EventLoad {

  /** Samples of a group. */
  static final int SAMPLES = 8;

  private static final int TRACE_BYTES = 1024;
  private static final int TOKENS = 64;
  private static final String SCORER = "addition";

  private final String run;
  private final EventCodec codec;

  /** An encoded event with its topic and key; the bytes are not modified. */
  @SuppressWarnings("ArrayRecordComponent")
  record Encoded(Topic topic, String key, byte[] value) {}

  EventLoad(String run, EventCodec codec) {
    this.run = run;
    this.codec = codec;
  }

  /** The events of {@code count} groups whose numbers start at {@code first}. */
  List<Encoded> groups(long first, int count) {
    List<Encoded> events = new ArrayList<>();
    for (long number = first; number < first + count; number++) {
      addGroup(events, number);
    }
    return events;
  }

  private void addGroup(List<Encoded> events, long number) {
    GroupRequest request = request(number);
    String key = request.getGroupId();
    events.add(new Encoded(Topic.TASKS, key, codec.encode(request)));
    for (int sample = 0; sample < SAMPLES; sample++) {
      Trace trace = padded(trace(request, sample));
      events.add(new Encoded(Topic.TRACES, key, codec.encode(trace)));
      events.add(new Encoded(Topic.VERDICTS, key, codec.encode(verdict(trace))));
    }
  }

  private GroupRequest request(long number) {
    Instant now = Instant.now();
    Task task = new Task("addition/1/" + number, "37+48=", "85", SCORER, List.of(), Map.of());
    return GroupRequest.newBuilder()
        .setRun(run)
        .setGroupId(GroupId.of(task.getTaskId(), 0, number).value())
        .setTask(task)
        .setPurpose(Purpose.TRAIN)
        .setEpoch(0)
        .setNumber(number)
        .setSamples(SAMPLES)
        .setSampling(
            Sampling.newBuilder().setTemperature(1).setMaxNewTokens(TOKENS).setSeed(number).build())
        .setScorers(List.of(SCORER))
        .setRequestedAt(now)
        .setDeadline(now.plus(Duration.ofMinutes(10)))
        .build();
  }

  private Trace trace(GroupRequest request, int sample) {
    Instant now = Instant.now();
    return Trace.newBuilder()
        .setRun(run)
        .setTraceId(new GroupId(request.getGroupId()).trace(sample).value())
        .setGroupId(request.getGroupId())
        .setSample(sample)
        .setSamples(SAMPLES)
        .setTask(request.getTask())
        .setPurpose(request.getPurpose())
        .setScorers(request.getScorers())
        .setSampling(request.getSampling())
        .setPromptTokens(Collections.nCopies(6, 40))
        .setTokens(Collections.nCopies(TOKENS, 41))
        .setLogProbs(Collections.nCopies(TOKENS, -0.25f))
        .setSegments(List.of(Segment.newBuilder().setWeightsVersion(0L).setTokens(TOKENS).build()))
        .setFinishReason(FinishReason.EOS)
        .setText("")
        .setWorker("worker-1")
        .setAttempt(1)
        .setReceivedAt(now)
        .setStartedAt(now)
        .setFinishedAt(now)
        .build();
  }

  /** The trace, its text padded so that it encodes to {@link #TRACE_BYTES}. */
  private Trace padded(Trace trace) {
    int missing = TRACE_BYTES - codec.encode(trace).length - 1;
    return Trace.newBuilder(trace).setText("x".repeat(Math.max(0, missing))).build();
  }

  private Verdict verdict(Trace trace) {
    return Verdict.newBuilder()
        .setRun(run)
        .setTraceId(trace.getTraceId())
        .setGroupId(trace.getGroupId())
        .setScorer(SCORER)
        .setScorerVersion("1")
        .setStatus(VerdictStatus.OK)
        .setScore((double) (trace.getSample() % 2))
        .setLatencyMicros(50)
        .setScoredAt(trace.getFinishedAt())
        .build();
  }
}
