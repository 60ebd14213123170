package io.headrace.curriculum.controller;

import io.headrace.pipeline.event.GroupOutcomes;
import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.pipeline.plan.RunPosition;
import io.headrace.pipeline.plan.RunPosition.State;
import io.headrace.schemas.BatchEntry;
import io.headrace.schemas.Command;
import io.headrace.schemas.CommandIssued;
import io.headrace.schemas.FinishReason;
import io.headrace.schemas.GroupOutcome;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.GroupStatus;
import io.headrace.schemas.LearnerStopped;
import io.headrace.schemas.RunStarted;
import io.headrace.schemas.ScoredGroup;
import io.headrace.schemas.ScoredTrace;
import io.headrace.schemas.Segment;
import io.headrace.schemas.SkippedEntry;
import io.headrace.schemas.Stage;
import io.headrace.schemas.StepCompleted;
import io.headrace.schemas.Trace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Builds events of other services, for tests. */
public final class Events {

  private Events() {}

  public static RunStarted started(String run, Instant at) {
    return new RunStarted(run, "", "test", at, Map.of(), List.of());
  }

  public static CommandIssued command(String run, Command command, Instant at) {
    return new CommandIssued(run, command, "test", "", at);
  }

  /** A stage or end state that the run entered. */
  static RunPosition position(
      State state, String reason, long version, String evaluation, Instant at) {
    return new RunPosition(state, reason, new WeightsVersion(version), evaluation, at);
  }

  /** The learner's answer to a grant. */
  public static LearnerStopped stopped(String run, long grant, long version, Instant at) {
    return new LearnerStopped(run, grant, version, version, at, "");
  }

  /** The outcome of a request's group with one trace per score; null is a trace without one. */
  public static GroupOutcome outcome(
      GroupRequest request, long version, Instant at, Double... scores) {
    return GroupOutcomes.of(scored(request, version, at, scores));
  }

  /** The group of a request with one trace per score; a null score is a trace without one. */
  public static ScoredGroup scored(
      GroupRequest request, long version, Instant at, Double... scores) {
    List<ScoredTrace> traces = new ArrayList<>();
    for (int sample = 0; sample < scores.length; sample++) {
      traces.add(
          ScoredTrace.newBuilder()
              .setTrace(trace(request, sample, version, at))
              .setVerdicts(List.of())
              .setScore(scores[sample])
              .setReward(scores[sample])
              .build());
    }
    return group(request, at, GroupStatus.COMPLETE).setTraces(traces).build();
  }

  /** The outcome of a request's group without traces. */
  public static GroupOutcome dropped(GroupRequest request, Instant at) {
    return GroupOutcomes.of(
        group(request, at, GroupStatus.DROPPED)
            .setTraces(List.of())
            .setDropReason("no trace")
            .build());
  }

  public static StepCompleted step(
      String run,
      long number,
      Stage stage,
      long in,
      long out,
      List<BatchEntry> batch,
      List<SkippedEntry> skipped,
      Instant at) {
    return StepCompleted.newBuilder()
        .setRun(run)
        .setStep(number)
        .setStage(stage)
        .setWeightsIn(in)
        .setWeightsOut(out)
        .setObjective(stage == Stage.SFT ? "sft" : "kimi-k1.5")
        .setSourceTopic("")
        .setBatch(batch)
        .setSkipped(skipped)
        .setLoss(0)
        .setGradientNorm(0)
        .setLearningRate(0)
        .setInnerUpdates(1)
        .setTrainedTokens(1)
        .setComputeMillis(1000)
        .setWaitMillis(0)
        .setCompletedAt(at)
        .build();
  }

  private static ScoredGroup.Builder group(GroupRequest request, Instant at, GroupStatus status) {
    return ScoredGroup.newBuilder()
        .setRun(request.getRun())
        .setGroupId(request.getGroupId())
        .setTask(request.getTask())
        .setPurpose(request.getPurpose())
        .setEpoch(request.getEpoch())
        .setNumber(request.getNumber())
        .setRequested(request.getSamples())
        .setEvaluation(request.getEvaluation())
        .setStatus(status)
        .setRequestedAt(request.getRequestedAt())
        .setAssembledAt(at);
  }

  private static Trace trace(GroupRequest request, int sample, long version, Instant at) {
    return Trace.newBuilder()
        .setRun(request.getRun())
        .setTraceId(request.getGroupId() + "#" + sample)
        .setGroupId(request.getGroupId())
        .setSample(sample)
        .setSamples(request.getSamples())
        .setTask(request.getTask())
        .setPurpose(request.getPurpose())
        .setScorers(request.getScorers())
        .setSampling(request.getSampling())
        .setPromptTokens(List.of(1))
        .setTokens(List.of(1, 2, 3))
        .setLogProbs(List.of(-1f, -1f, -1f))
        .setSegments(List.of(Segment.newBuilder().setWeightsVersion(version).setTokens(3).build()))
        .setFinishReason(FinishReason.EOS)
        .setText("")
        .setWorker("test")
        .setAttempt(1)
        .setReceivedAt(at)
        .setStartedAt(at)
        .setFinishedAt(at)
        .build();
  }
}
