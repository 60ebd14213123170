package io.headrace.console.demo;

import io.headrace.schemas.Accuracy;
import io.headrace.schemas.BatchEntry;
import io.headrace.schemas.EvaluationCompleted;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.GroupStatus;
import io.headrace.schemas.Heartbeat;
import io.headrace.schemas.MissingTrace;
import io.headrace.schemas.Purpose;
import io.headrace.schemas.Sampling;
import io.headrace.schemas.ScoredGroup;
import io.headrace.schemas.ScoredTrace;
import io.headrace.schemas.ServiceState;
import io.headrace.schemas.Stage;
import io.headrace.schemas.StepCompleted;
import io.headrace.schemas.Task;
import io.headrace.schemas.Trace;
import io.headrace.schemas.Verdict;
import io.headrace.schemas.VerdictStatus;
import io.headrace.schemas.WeightsFile;
import io.headrace.schemas.WeightsLocation;
import io.headrace.schemas.WeightsManifest;
import io.headrace.schemas.topics.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Builds single events of the generated run. */
public final class DemoEvents {
  /** The run's name. */
  public static final String RUN = "demo";

  private DemoEvents() {}

  /** A request for a group of an addition task. */
  public static GroupRequest request(long number, int a, int b, int samples, Instant at) {
    String taskId = "addition/1/" + (a * 100 + b);
    return GroupRequest.newBuilder()
        .setRun(RUN)
        .setGroupId(taskId + ".e0." + number)
        .setTask(
            new Task(
                taskId, a + "+" + b + "=", String.valueOf(a + b), "addition", List.of(), Map.of()))
        .setPurpose(Purpose.TRAIN)
        .setEpoch(0)
        .setNumber(number)
        .setSamples(samples)
        .setSampling(new Sampling(1.0, 96, List.of(), number))
        .setScorers(List.of("addition"))
        .setRequestedAt(at)
        .setDeadline(at.plusSeconds(60))
        .build();
  }

  /** Requests that no worker has taken yet. */
  static void waiting(DemoFeed.Sink sink, Instant now) {
    for (long number = 9_000; number < 9_008; number++) {
      GroupRequest request = request(number, 47, 38, 8, now);
      sink.take(Topic.TASKS, request.getGroupId(), now, request);
    }
  }

  /** A short trace. */
  public static Trace trace(GroupRequest request, int sample, boolean right, Instant at) {
    return DemoTrace.draw(
        new java.util.SplittableRandom(request.getNumber() * 31 + sample),
        request,
        sample,
        1,
        right,
        at);
  }

  /** The verdict on a trace. */
  public static Verdict verdict(Trace trace, boolean right, Instant at) {
    return Verdict.newBuilder()
        .setRun(RUN)
        .setTraceId(trace.getTraceId())
        .setGroupId(trace.getGroupId())
        .setScorer("addition")
        .setScorerVersion("1")
        .setStatus(VerdictStatus.OK)
        .setScore(right ? 1.0 : 0.0)
        .setDetail(
            right ? "the answer is the sum" : "the answer is not " + trace.getTask().getAnswer())
        .setLatencyMicros(180)
        .setScoredAt(at)
        .build();
  }

  /** A verdict without a score, with the reason. */
  public static Verdict failure(Trace trace, Instant at) {
    return Verdict.newBuilder(verdict(trace, false, at))
        .setStatus(VerdictStatus.TIMEOUT)
        .setScore(null)
        .setDetail("the scorer did not answer within 2 s")
        .build();
  }

  /** The assembled group of some traces with their verdicts. */
  public static ScoredGroup group(
      GroupRequest request, List<Trace> traces, Map<String, Verdict> verdicts, Instant at) {
    List<ScoredTrace> scored = new ArrayList<>();
    for (Trace trace : traces) {
      Verdict verdict = verdicts.get(trace.getTraceId());
      Double score = verdict == null ? null : verdict.getScore();
      scored.add(
          ScoredTrace.newBuilder()
              .setTrace(trace)
              .setVerdicts(verdict == null ? List.of() : List.of(verdict))
              .setScore(score)
              .setReward(score)
              .setDropReason(score != null ? "" : "TIMEOUT of addition")
              .build());
    }
    List<MissingTrace> missing = new ArrayList<>();
    for (int i = traces.size(); i < request.getSamples(); i++) {
      missing.add(
          new MissingTrace(
              request.getGroupId() + "#" + i, "no trace was received before the deadline"));
    }
    return ScoredGroup.newBuilder()
        .setRun(RUN)
        .setGroupId(request.getGroupId())
        .setTask(request.getTask())
        .setPurpose(request.getPurpose())
        .setEpoch(0)
        .setNumber(request.getNumber())
        .setRequested(request.getSamples())
        .setStatus(missing.isEmpty() ? GroupStatus.COMPLETE : GroupStatus.PARTIAL)
        .setTraces(scored)
        .setMissing(missing)
        .setRequestedAt(request.getRequestedAt())
        .setAssembledAt(at)
        .build();
  }

  /** A step with the values that the page shows. */
  public static StepCompleted.Builder step(long step, Stage stage, Instant at) {
    return StepCompleted.newBuilder()
        .setRun(RUN)
        .setStep(step)
        .setStage(stage)
        .setWeightsIn(step - 1)
        .setWeightsOut(step)
        .setObjective(stage == Stage.SFT ? "sft" : "kimi-k1.5")
        .setSourceTopic(RUN + (stage == Stage.SFT ? ".demonstrations" : ".scored-groups"))
        .setBatch(List.<BatchEntry>of())
        .setLoss(1.0)
        .setGradientNorm(0.8)
        .setLearningRate(0.001)
        .setInnerUpdates(stage == Stage.SFT ? 1 : 4)
        .setTrainedTokens(20_000)
        .setComputeMillis(700)
        .setWaitMillis(700)
        .setCompletedAt(at);
  }

  /** A published version. */
  public static WeightsManifest weights(long version, long step, Stage stage, Instant at) {
    return WeightsManifest.newBuilder()
        .setRun(RUN)
        .setVersion(version)
        .setStep(step)
        .setStage(stage)
        .setLocation(WeightsLocation.LOG)
        .setFiles(
            List.of(
                new WeightsFile("model.safetensors", 2_214_912L, "0".repeat(64), 3, 0L),
                new WeightsFile("tokenizer.json", 2_048L, "1".repeat(64), 1, 0L)))
        .setParameters(553_728)
        .setCheckpoint("step-" + step)
        .setPublishedAt(at)
        .build();
  }

  /** A completed evaluation of 400 tasks. */
  public static EvaluationCompleted evaluation(long version, int greedy, int sampled, Instant at) {
    return EvaluationCompleted.newBuilder()
        .setRun(RUN)
        .setEvaluation("v" + version)
        .setWeightsVersion(version)
        .setNewestWeightsVersion(version)
        .setGreedy(new Accuracy(greedy, 400, 400))
        .setSampled(new Accuracy(sampled, 400, 400))
        .setMeanResponseTokens(52)
        .setStartedAt(at.minusSeconds(3))
        .setCompletedAt(at)
        .build();
  }

  /** A heartbeat. */
  public static Heartbeat beat(String service, String instance, ServiceState state, Instant at) {
    return Heartbeat.newBuilder()
        .setRun(RUN)
        .setService(service)
        .setInstance(instance)
        .setState(state)
        .setSentAt(at)
        .build();
  }
}
