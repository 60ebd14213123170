package io.headrace.testkit;

import io.headrace.schemas.Demonstration;
import io.headrace.schemas.FinishReason;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.GroupStatus;
import io.headrace.schemas.PairedResponse;
import io.headrace.schemas.PreferencePair;
import io.headrace.schemas.Purpose;
import io.headrace.schemas.Sampling;
import io.headrace.schemas.ScoredGroup;
import io.headrace.schemas.ScoredTrace;
import io.headrace.schemas.Segment;
import io.headrace.schemas.Task;
import io.headrace.schemas.Trace;
import io.headrace.schemas.Verdict;
import io.headrace.schemas.VerdictStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Valid events of one run on tasks of two-digit addition. The result of a method depends only on
 * the seed and its arguments. Change a field with the event's builder: {@code
 * Trace.newBuilder(fixture.trace(request, 0)).setText("").build()}.
 *
 * @param run the run of all events
 * @param seed seed of all values
 */
public record RunFixture(String run, long seed) {
  /** When the first group of a run is requested; later groups follow at intervals of one second. */
  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /** The scorer of the tasks. */
  public static final String SCORER = "addition";

  /** Default number of samples of a group (G). */
  public static final int SAMPLES = 4;

  private static final Duration DEADLINE = Duration.ofSeconds(30);

  /** Events of a run with seed 1. */
  public static RunFixture of(String run) {
    return new RunFixture(run, 1);
  }

  /** Events that the learner, the curriculum and operators write in this run. */
  public ProgressFixture progress() {
    return new ProgressFixture(run);
  }

  /** Task {@code number}: two numbers of two digits, {@code 37+48=}. */
  public Task task(long number) {
    SplittableRandom random = random(number);
    int first = random.nextInt(10, 100);
    int second = random.nextInt(10, 100);
    return Task.newBuilder()
        .setTaskId("addition/" + seed + "/" + number)
        .setPrompt(first + "+" + second + "=")
        .setAnswer(Integer.toString(first + second))
        .setVerifier(SCORER)
        .build();
  }

  /** A demonstration for task {@code number}. */
  public Demonstration demonstration(long number) {
    Task task = task(number);
    return Demonstration.newBuilder()
        .setRun(run)
        .setTask(task)
        .setResponse(response(task.getAnswer()))
        .setSource(SCORER)
        .build();
  }

  /** The training request {@code number}, of {@link #SAMPLES} samples. */
  public GroupRequest request(long number) {
    return request(number, SAMPLES);
  }

  /** The training request {@code number}, of the given number of samples. */
  public GroupRequest request(long number, int samples) {
    Task task = task(number);
    Instant requestedAt = START.plusSeconds(number);
    return GroupRequest.newBuilder()
        .setRun(run)
        .setGroupId(task.getTaskId() + ".e0." + number)
        .setTask(task)
        .setPurpose(Purpose.TRAIN)
        .setEpoch(0)
        .setNumber(number)
        .setSamples(samples)
        .setSampling(sampling(number))
        .setScorers(List.of(SCORER))
        .setRequestedAt(requestedAt)
        .setDeadline(requestedAt.plus(DEADLINE))
        .build();
  }

  /** A request for an evaluation group of {@code samples} samples. */
  public GroupRequest evaluationRequest(long number, String evaluation, int samples) {
    return GroupRequest.newBuilder(request(number, samples))
        .setPurpose(Purpose.EVALUATION)
        .setEvaluation(evaluation)
        .build();
  }

  /** Sample {@code sample} of a request, with the right answer, drawn with weights version 0. */
  public Trace trace(GroupRequest request, int sample) {
    return trace(request, sample, request.getTask().getAnswer(), 0);
  }

  /** Sample {@code sample} of a request with the given answer, drawn from the given version. */
  public Trace trace(GroupRequest request, int sample, String answer, long weightsVersion) {
    String text = response(answer);
    List<Integer> tokens = new ArrayList<>(tokens(text));
    tokens.add(0);
    Instant receivedAt = request.getRequestedAt().plusMillis(20);
    return Trace.newBuilder()
        .setRun(run)
        .setTraceId(request.getGroupId() + "#" + sample)
        .setGroupId(request.getGroupId())
        .setSample(sample)
        .setSamples(request.getSamples())
        .setTask(request.getTask())
        .setPurpose(request.getPurpose())
        .setScorers(request.getScorers())
        .setSampling(request.getSampling())
        .setPromptTokens(tokens(request.getTask().getPrompt()))
        .setTokens(tokens)
        .setLogProbs(logProbs(request.getNumber() * 64 + sample, tokens.size()))
        .setSegments(
            List.of(
                Segment.newBuilder()
                    .setWeightsVersion(weightsVersion)
                    .setTokens(tokens.size())
                    .build()))
        .setFinishReason(FinishReason.EOS)
        .setText(text)
        .setWorker("worker-1")
        .setAttempt(1)
        .setReceivedAt(receivedAt)
        .setStartedAt(receivedAt.plusMillis(5))
        .setFinishedAt(receivedAt.plusMillis(250 + sample))
        .build();
  }

  /** All samples of a request, with the right answer. */
  public List<Trace> traces(GroupRequest request) {
    return IntStream.range(0, request.getSamples()).mapToObj(i -> trace(request, i)).toList();
  }

  /** The scorer's verdict OK with a score. */
  public Verdict verdict(Trace trace, double score) {
    return Verdict.newBuilder(failedVerdict(trace, VerdictStatus.OK, ""))
        .setScore(score)
        .setDetail(score == 1 ? "the answer is right" : "the answer is wrong")
        .build();
  }

  /** The scorer's verdict without a score. */
  public Verdict failedVerdict(Trace trace, VerdictStatus status, String detail) {
    return Verdict.newBuilder()
        .setRun(run)
        .setTraceId(trace.getTraceId())
        .setGroupId(trace.getGroupId())
        .setScorer(SCORER)
        .setScorerVersion("1")
        .setStatus(status)
        .setDetail(detail)
        .setLatencyMicros(40)
        .setScoredAt(trace.getFinishedAt().plusMillis(3))
        .build();
  }

  /** A complete group, one sample for each score, drawn from the given weights version. */
  public ScoredGroup scoredGroup(long number, long weightsVersion, double... scores) {
    GroupRequest request = request(number, scores.length);
    return ScoredGroup.newBuilder()
        .setRun(run)
        .setGroupId(request.getGroupId())
        .setTask(request.getTask())
        .setPurpose(request.getPurpose())
        .setEpoch(request.getEpoch())
        .setNumber(number)
        .setRequested(scores.length)
        .setStatus(GroupStatus.COMPLETE)
        .setTraces(scoredTraces(request, weightsVersion, scores))
        .setRequestedAt(request.getRequestedAt())
        .setAssembledAt(request.getRequestedAt().plusMillis(400))
        .build();
  }

  /** The best-worst pair of the group {@code number} with scores 1 and 0. */
  public PreferencePair preferencePair(long number) {
    ScoredGroup group = scoredGroup(number, 0, 1, 0);
    ScoredTrace chosen = group.getTraces().getFirst();
    return PreferencePair.newBuilder()
        .setRun(run)
        .setPairId("best-worst/" + group.getGroupId() + "#0>1")
        .setGroupId(group.getGroupId())
        .setGroupOffset(number)
        .setTask(group.getTask())
        .setRule("best-worst")
        .setPromptTokens(chosen.getTrace().getPromptTokens())
        .setChosen(pairedResponse(chosen))
        .setRejected(pairedResponse(group.getTraces().getLast()))
        .setMargin(1.0)
        .build();
  }

  private static PairedResponse pairedResponse(ScoredTrace scored) {
    Trace trace = scored.getTrace();
    return PairedResponse.newBuilder()
        .setTraceId(trace.getTraceId())
        .setTokens(trace.getTokens())
        .setSegments(trace.getSegments())
        .setText(trace.getText())
        .setScore(scored.getScore())
        .build();
  }

  private List<ScoredTrace> scoredTraces(
      GroupRequest request, long weightsVersion, double... scores) {
    List<ScoredTrace> traces = new ArrayList<>();
    for (int sample = 0; sample < scores.length; sample++) {
      String answer = scores[sample] == 1 ? request.getTask().getAnswer() : "0";
      Trace trace = trace(request, sample, answer, weightsVersion);
      traces.add(
          ScoredTrace.newBuilder()
              .setTrace(trace)
              .setVerdicts(List.of(verdict(trace, scores[sample])))
              .setScore(scores[sample])
              .setReward(scores[sample])
              .build());
    }
    return traces;
  }

  private Sampling sampling(long number) {
    return Sampling.newBuilder()
        .setTemperature(1.0)
        .setMaxNewTokens(64)
        .setSeed(seed * 1_000_003 + number)
        .build();
  }

  private static String response(String answer) {
    return "<think>done</think>{\"ans\":" + answer + "}";
  }

  /** Token ids of a character vocabulary: a character's code plus 1; 0 is the end of sequence. */
  private static List<Integer> tokens(String text) {
    return text.chars().map(c -> c + 1).boxed().toList();
  }

  private List<Float> logProbs(long stream, int count) {
    SplittableRandom random = random(stream);
    return IntStream.range(0, count).mapToObj(_ -> -(float) random.nextDouble(0.001, 2)).toList();
  }

  private SplittableRandom random(long stream) {
    return new SplittableRandom(seed * 0x9E3779B97F4A7C15L + stream);
  }
}
