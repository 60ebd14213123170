package io.headrace.testkit;

import io.headrace.schemas.Accuracy;
import io.headrace.schemas.AttemptStarted;
import io.headrace.schemas.BatchEntry;
import io.headrace.schemas.Command;
import io.headrace.schemas.CommandIssued;
import io.headrace.schemas.DeadLetter;
import io.headrace.schemas.EvaluationCompleted;
import io.headrace.schemas.Heartbeat;
import io.headrace.schemas.LearnerStopped;
import io.headrace.schemas.Phase;
import io.headrace.schemas.PhaseChanged;
import io.headrace.schemas.RunStarted;
import io.headrace.schemas.ServiceState;
import io.headrace.schemas.Stage;
import io.headrace.schemas.StageStarted;
import io.headrace.schemas.StepCompleted;
import io.headrace.schemas.TrainingGranted;
import io.headrace.schemas.WeightsChunk;
import io.headrace.schemas.WeightsFile;
import io.headrace.schemas.WeightsLocation;
import io.headrace.schemas.WeightsManifest;
import io.headrace.schemas.WorkAbandoned;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/**
 * Valid events of a run's progress: its start, stages, steps, weights, evaluations and heartbeats.
 *
 * @param run the run of all events
 */
public record ProgressFixture(String run) {
  private static final String WEIGHTS_FILE = "model.safetensors";

  /** The run was created. */
  public RunStarted started(String configuration) {
    return RunStarted.newBuilder()
        .setRun(run)
        .setConfiguration(configuration)
        .setHeadraceVersion("0.1.0-SNAPSHOT")
        .setStartedAt(RunFixture.START)
        .build();
  }

  /** The run entered a stage of its plan. */
  public StageStarted stage(String id, String kind, int index, long weightsVersion) {
    return StageStarted.newBuilder()
        .setRun(run)
        .setStage(id)
        .setKind(kind)
        .setIndex(index)
        .setReason("requested by a test")
        .setWeightsVersion(weightsVersion)
        .setStartedAt(RunFixture.START.plusSeconds(weightsVersion))
        .build();
  }

  /** The run reached an end state, or, in a log of an earlier version, a phase. */
  public PhaseChanged phase(Phase phase, long weightsVersion) {
    return PhaseChanged.newBuilder()
        .setRun(run)
        .setPhase(phase)
        .setReason("requested by a test")
        .setWeightsVersion(weightsVersion)
        .setChangedAt(RunFixture.START.plusSeconds(weightsVersion))
        .build();
  }

  /** The learner may train up to {@code steps} steps of a stage. */
  public TrainingGranted grant(long number, Stage stage, long steps) {
    return TrainingGranted.newBuilder()
        .setRun(run)
        .setNumber(number)
        .setStage(stage)
        .setSteps(steps)
        .setReason("requested by a test")
        .setGrantedAt(RunFixture.START.plusSeconds(number))
        .build();
  }

  /** Training ends, and the learner has to report at which step it stopped. */
  public TrainingGranted end(long number) {
    return TrainingGranted.newBuilder(grant(number, Stage.RL, 0)).setEnds(true).build();
  }

  /** The learner's answer to a grant: it stopped after the step that made a version. */
  public LearnerStopped stopped(long grant, long step) {
    return new LearnerStopped(run, grant, step, step, at(step), "");
  }

  /** The rollout workers abandoned a request. */
  public WorkAbandoned abandoned(String groupId, String reason) {
    return WorkAbandoned.newBuilder()
        .setRun(run)
        .setGroupId(groupId)
        .setService("rollout-worker")
        .setReason(reason)
        .setAbandonedAt(RunFixture.START)
        .build();
  }

  /** A verifier is about to score a trace that was delivered before. */
  public AttemptStarted attempt(int partition, long offset, int attempt) {
    return AttemptStarted.newBuilder()
        .setRun(run)
        .setService("verifier")
        .setInstance("verifier-1")
        .setTopic(run + ".traces")
        .setPartition(partition)
        .setOffset(offset)
        .setAttempt(attempt)
        .setStartedAt(RunFixture.START)
        .build();
  }

  /** An operator issued a command. */
  public CommandIssued command(Command command) {
    return CommandIssued.newBuilder()
        .setRun(run)
        .setCommand(command)
        .setIssuedBy("cli")
        .setIssuedAt(RunFixture.START)
        .build();
  }

  /**
   * Optimizer step {@code step} on one group, from weights version {@code step - 1} to the next.
   */
  public StepCompleted step(long step) {
    return StepCompleted.newBuilder()
        .setRun(run)
        .setStep(step)
        .setStage(Stage.RL)
        .setWeightsIn(step - 1)
        .setWeightsOut(step)
        .setObjective("kimi-k1.5")
        .setSourceTopic(run + ".scored-groups")
        .setBatch(List.of(new BatchEntry("addition/1/" + step + ".e0." + step, 0, step, 4)))
        .setLoss(0.5 / step)
        .setGradientNorm(1.0)
        .setLearningRate(1e-3)
        .setInnerUpdates(2)
        .setTrainedTokens(4_096)
        .setMeanReward(1 - 0.5 / step)
        .setMeanResponseTokens(32)
        .setComputeMillis(400)
        .setWaitMillis(100)
        .setCheckpoint("step-" + step)
        .setCompletedAt(at(step))
        .build();
  }

  /** The only chunk of a version whose file contains the given bytes. */
  public WeightsChunk chunk(long version, byte[] bytes) {
    return WeightsChunk.newBuilder()
        .setRun(run)
        .setVersion(version)
        .setFile(WEIGHTS_FILE)
        .setIndex(0)
        .setCount(1)
        .setData(ByteBuffer.wrap(bytes.clone()))
        .build();
  }

  /**
   * The manifest of a version whose only file contains the given bytes, in one chunk in the log.
   */
  public WeightsManifest manifest(long version, byte[] bytes, long firstChunkOffset) {
    return WeightsManifest.newBuilder()
        .setRun(run)
        .setVersion(version)
        .setStep(version)
        .setStage(Stage.RL)
        .setLocation(WeightsLocation.LOG)
        .setFiles(
            List.of(
                new WeightsFile(
                    WEIGHTS_FILE, (long) bytes.length, sha256(bytes), 1, firstChunkOffset)))
        .setParameters(bytes.length / 4)
        .setCheckpoint("step-" + version)
        .setPublishedAt(at(version))
        .build();
  }

  /** An evaluation of a version with {@code correct} of 100 greedy and sampled tasks right. */
  public EvaluationCompleted evaluation(long weightsVersion, int correct) {
    return EvaluationCompleted.newBuilder()
        .setRun(run)
        .setEvaluation("v" + weightsVersion)
        .setWeightsVersion(weightsVersion)
        .setNewestWeightsVersion(weightsVersion)
        .setGreedy(new Accuracy(correct, 100, 100))
        .setSampled(new Accuracy(correct, 100, 100))
        .setMeanResponseTokens(32)
        .setStartedAt(at(weightsVersion))
        .setCompletedAt(at(weightsVersion).plusMillis(700))
        .build();
  }

  /** A heartbeat of a running service. */
  public Heartbeat heartbeat(String service, String instance, long weightsVersion) {
    return Heartbeat.newBuilder()
        .setRun(run)
        .setService(service)
        .setInstance(instance)
        .setState(ServiceState.RUNNING)
        .setWeightsVersion(weightsVersion)
        .setSentAt(at(weightsVersion))
        .build();
  }

  /** A dead letter of the verifier. */
  public DeadLetter deadLetter(long originOffset, byte[] value) {
    return DeadLetter.newBuilder()
        .setRun(run)
        .setService("verifier")
        .setOriginTopic(run + ".traces")
        .setOriginPartition(0)
        .setOriginOffset(originOffset)
        .setErrorCode("UNDECODABLE_RECORD")
        .setMessage("record is not a Headrace event")
        .setAttempt(1)
        .setKey(ByteBuffer.wrap("key".getBytes(StandardCharsets.UTF_8)))
        .setValue(ByteBuffer.wrap(value.clone()))
        .setFailedAt(RunFixture.START)
        .build();
  }

  private static Instant at(long second) {
    return RunFixture.START.plusSeconds(second);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
