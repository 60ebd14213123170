package io.headrace.cli.bench;

import io.headrace.pipeline.config.StageKind;
import io.headrace.pipeline.id.GroupId;
import io.headrace.schemas.Accuracy;
import io.headrace.schemas.BatchEntry;
import io.headrace.schemas.Command;
import io.headrace.schemas.CommandIssued;
import io.headrace.schemas.EvaluationCompleted;
import io.headrace.schemas.FinishReason;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.Purpose;
import io.headrace.schemas.Sampling;
import io.headrace.schemas.Segment;
import io.headrace.schemas.Stage;
import io.headrace.schemas.StageStarted;
import io.headrace.schemas.StepCompleted;
import io.headrace.schemas.Task;
import io.headrace.schemas.Trace;
import io.headrace.schemas.TrainingGranted;
import io.headrace.schemas.Verdict;
import io.headrace.schemas.VerdictStatus;
import io.headrace.schemas.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The events of a run that trains on groups of {@value #SAMPLES} short traces, {@value
 * #GROUPS_PER_STEP} groups per step, in the form in which the services write them.
 *
 * @param run the run's id
 * @param tasks the tasks, requested in turn
 * @param start when the first group is requested; the others follow at intervals of {@link #APART}
 */
record RestartEvents(String run, List<Task> tasks, Instant start) {

  static final int SAMPLES = 2;
  static final int GROUPS_PER_STEP = 8;
  static final int STEPS_PER_EVALUATION = 10;

  /** Time between two requests. */
  static final Duration APART = Duration.ofMillis(20);

  private static final int TOKENS = 24;

  /** When a group is requested. */
  Instant requestedAt(long group) {
    return start.plus(APART.multipliedBy(group));
  }

  GroupRequest request(long number) {
    Task task = tasks.get((int) (number % tasks.size()));
    int epoch = (int) (number / tasks.size());
    return GroupRequest.newBuilder()
        .setRun(run)
        .setGroupId(GroupId.of(task.getTaskId(), epoch, number).value())
        .setTask(task)
        .setPurpose(Purpose.TRAIN)
        .setEpoch(epoch)
        .setNumber(number)
        .setSamples(SAMPLES)
        .setSampling(
            Sampling.newBuilder().setTemperature(1).setMaxNewTokens(TOKENS).setSeed(number).build())
        .setScorers(List.of(task.getVerifier()))
        .setMinWeightsVersion(0L)
        .setRequestedAt(requestedAt(number))
        .setDeadline(requestedAt(number).plus(Duration.ofDays(1)))
        .build();
  }

  Trace trace(GroupRequest request, int sample) {
    var random = new SplittableRandom(request.getNumber() * SAMPLES + sample);
    List<Integer> tokens = new ArrayList<>();
    List<Float> logProbs = new ArrayList<>();
    for (int i = 0; i < TOKENS; i++) {
      tokens.add(random.nextInt(10, 90));
      logProbs.add((float) Math.log(random.nextDouble(0.05, 1)));
    }
    Instant done = request.getRequestedAt().plusMillis(500);
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
        .setPromptTokens(List.of(40, 41, 42, 43, 44, 45))
        .setTokens(tokens)
        .setLogProbs(logProbs)
        .setSegments(
            List.of(
                Segment.newBuilder()
                    .setWeightsVersion(version(request.getNumber()))
                    .setTokens(TOKENS)
                    .build()))
        .setFinishReason(FinishReason.EOS)
        .setText("<think>" + tokens + "</think>" + request.getTask().getAnswer())
        .setWorker("worker-1")
        .setAttempt(1)
        .setReceivedAt(request.getRequestedAt())
        .setStartedAt(request.getRequestedAt())
        .setFinishedAt(done)
        .build();
  }

  /** The version of the weights that a group is sampled with. */
  private static long version(long group) {
    return group / GROUPS_PER_STEP;
  }

  Verdict verdict(Trace trace) {
    return Verdict.newBuilder()
        .setRun(run)
        .setTraceId(trace.getTraceId())
        .setGroupId(trace.getGroupId())
        .setScorer(trace.getTask().getVerifier())
        .setScorerVersion("1")
        .setStatus(VerdictStatus.OK)
        .setScore((double) (trace.getSample() % 2))
        .setLatencyMicros(50)
        .setScoredAt(trace.getFinishedAt().plusMillis(5))
        .build();
  }

  /** Step {@code number}, from 1, on the groups requested last before it. */
  StepCompleted step(long number) {
    List<BatchEntry> batch = new ArrayList<>();
    long first = (number - 1) * GROUPS_PER_STEP;
    for (long group = first; group < first + GROUPS_PER_STEP; group++) {
      batch.add(new BatchEntry(request(group).getGroupId(), 0, group, SAMPLES));
    }
    return StepCompleted.newBuilder()
        .setRun(run)
        .setStep(number)
        .setStage(Stage.RL)
        .setWeightsIn(number - 1)
        .setWeightsOut(number)
        .setObjective("kimi-k1.5")
        .setSourceTopic(Topic.SCORED_GROUPS.of(run))
        .setBatch(batch)
        .setLoss(0.1 + 1.0 / number)
        .setGradientNorm(0.5)
        .setLearningRate(0.001)
        .setInnerUpdates(1)
        .setTrainedTokens((long) GROUPS_PER_STEP * SAMPLES * TOKENS)
        .setMeanReward(0.5)
        .setMeanResponseTokens(TOKENS)
        .setMeanStaleness(1)
        .setMaxStaleness(1)
        .setComputeMillis(100)
        .setWaitMillis(20)
        .setCheckpoint(checkpoint(number))
        .setCompletedAt(stepAt(number))
        .build();
  }

  static String checkpoint(long step) {
    return "step-" + step;
  }

  /** When a step is completed. */
  Instant stepAt(long number) {
    return requestedAt(number * GROUPS_PER_STEP).plusSeconds(1);
  }

  EvaluationCompleted evaluation(long step) {
    return EvaluationCompleted.newBuilder()
        .setRun(run)
        .setEvaluation("v" + step)
        .setWeightsVersion(step)
        .setNewestWeightsVersion(step)
        .setGreedy(new Accuracy(200, 400, 400))
        .setSampled(new Accuracy(180, 400, 400))
        .setMeanResponseTokens(TOKENS)
        .setStartedAt(stepAt(step))
        .setCompletedAt(stepAt(step).plusSeconds(1))
        .build();
  }

  StageStarted training() {
    return StageStarted.newBuilder()
        .setRun(run)
        .setStage(StageKind.RL.defaultStageId())
        .setKind(StageKind.RL.text())
        .setIndex(1)
        .setReason("there is no cold start")
        .setWeightsVersion(0)
        .setStartedAt(start)
        .build();
  }

  TrainingGranted grant(long steps) {
    return TrainingGranted.newBuilder()
        .setRun(run)
        .setNumber(1)
        .setStage(Stage.RL)
        .setSteps(steps)
        .setReason("granted by the benchmark")
        .setGrantedAt(start)
        .build();
  }

  /** A pause, so that services have no work when they start. */
  CommandIssued pause(Instant now) {
    return CommandIssued.newBuilder()
        .setRun(run)
        .setCommand(Command.PAUSE)
        .setIssuedBy("cli")
        .setIssuedAt(now)
        .build();
  }
}
