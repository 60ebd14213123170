package io.headrace.reward;

import io.headrace.schemas.FinishReason;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.Purpose;
import io.headrace.schemas.Sampling;
import io.headrace.schemas.Segment;
import io.headrace.schemas.Task;
import io.headrace.schemas.Trace;
import io.headrace.schemas.Verdict;
import io.headrace.schemas.VerdictStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Events of a small run, for tests. */
public final class SampleEvents {

  public static final String RUN = "demo";
  public static final String SCORER = "addition";
  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  public static final Duration GROUP_LIMIT = Duration.ofSeconds(60);

  private SampleEvents() {}

  public static GroupRequest request(String groupId, int samples) {
    return request(groupId, samples, Purpose.TRAIN, List.of(SCORER));
  }

  public static GroupRequest request(
      String groupId, int samples, Purpose purpose, List<String> scorers) {
    return GroupRequest.newBuilder()
        .setRun(RUN)
        .setGroupId(groupId)
        .setTask(task())
        .setPurpose(purpose)
        .setEpoch(1)
        .setNumber(7)
        .setSamples(samples)
        .setSampling(sampling())
        .setScorers(scorers)
        .setRequestedAt(START)
        .setDeadline(START.plus(GROUP_LIMIT))
        .build();
  }

  /** The request with a deadline that a test with a real clock does not meet. */
  public static GroupRequest withLongDeadline(GroupRequest request) {
    return GroupRequest.newBuilder(request)
        .setDeadline(Instant.now().plus(Duration.ofHours(1)))
        .build();
  }

  public static Trace trace(String groupId, int sample, int samples) {
    return trace(groupId, sample, samples, 3 + sample);
  }

  public static Trace trace(String groupId, int sample, int samples, int tokens) {
    return Trace.newBuilder()
        .setRun(RUN)
        .setTraceId(groupId + "#" + sample)
        .setGroupId(groupId)
        .setSample(sample)
        .setSamples(samples)
        .setTask(task())
        .setPurpose(Purpose.TRAIN)
        .setScorers(List.of(SCORER))
        .setSampling(sampling())
        .setPromptTokens(List.of(1, 2))
        .setTokens(IntStream.range(0, tokens).boxed().toList())
        .setLogProbs(Collections.nCopies(tokens, -0.5f))
        .setSegments(List.of(Segment.newBuilder().setWeightsVersion(0L).setTokens(tokens).build()))
        .setFinishReason(FinishReason.EOS)
        .setText("sample " + sample)
        .setWorker("worker-1")
        .setAttempt(1)
        .setReceivedAt(START)
        .setStartedAt(START)
        .setFinishedAt(START)
        .build();
  }

  public static Verdict verdict(String groupId, int sample, double score) {
    return verdict(groupId, sample, SCORER, VerdictStatus.OK, score).build();
  }

  public static Verdict failure(String groupId, int sample, VerdictStatus status) {
    return verdict(groupId, sample, SCORER, status, 0)
        .setScore(null)
        .setDetail("no answer within 1 s")
        .build();
  }

  public static Verdict.Builder verdict(
      String groupId, int sample, String scorer, VerdictStatus status, double score) {
    return Verdict.newBuilder()
        .setRun(RUN)
        .setTraceId(groupId + "#" + sample)
        .setGroupId(groupId)
        .setScorer(scorer)
        .setScorerVersion("1")
        .setStatus(status)
        .setScore(score)
        .setLatencyMicros(12)
        .setScoredAt(START);
  }

  private static Task task() {
    return new Task("t", "1+1=", "2", SCORER, List.of(), Map.of());
  }

  private static Sampling sampling() {
    return Sampling.newBuilder().setTemperature(1).setMaxNewTokens(64).setSeed(3).build();
  }
}
