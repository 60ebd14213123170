package io.headrace.learner.service;

import io.headrace.learner.batch.Batch;
import io.headrace.learner.batch.ConsumedGroups;
import io.headrace.learner.batch.DemonstrationPosition;
import io.headrace.learner.batch.SkippedRecord;
import io.headrace.learner.batch.TraceGroup;
import io.headrace.learner.checkpoint.Checkpoint;
import io.headrace.learner.checkpoint.CheckpointStore;
import io.headrace.learner.checkpoint.LearnerState;
import io.headrace.learner.stage.LearnerProgress;
import io.headrace.learner.step.StepReport;
import io.headrace.learner.step.StepSettings;
import io.headrace.pipeline.config.LearnerConfig;
import io.headrace.pipeline.plan.PlannedStage;
import io.headrace.pipeline.service.ServiceContext;
import io.headrace.pipeline.weights.WeightsPublisher.Release;
import io.headrace.policy.ModelConfig;
import io.headrace.schemas.LearnerStopped;
import io.headrace.schemas.StepCompleted;
import io.headrace.schemas.topics.Topic;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Takes steps and commits them.
 *
 * <p>A commit is the checkpoint on disk, then one transaction with its weights, the steps since the
 * previous version, and the offsets. Each policy step has a commit of its own; supervised steps are
 * committed with the next version. A learner that dies in between leaves only a checkpoint that no
 * event names, and repeats the same steps with the same bits.
 *
 * <p>Owned by one thread; owns the policy.
 */
final class Trainer implements AutoCloseable {

  private final ServiceContext context;
  private final Clock clock;
  private final LearnerPolicy policy;
  private final CheckpointStore checkpoints;
  private final StepTransaction transaction;
  private final Set<String> consumed;
  private final List<StepCompleted> uncommitted = new ArrayList<>();
  private LearnerState state;
  private long answeredGrant;

  /** Continues from a policy and the state of its checkpoint. */
  Trainer(
      ServiceContext context,
      LearnerPolicy policy,
      CheckpointStore checkpoints,
      StepTransaction transaction,
      LearnerState state,
      RunHistory history) {
    this.context = context;
    this.clock = context.clock();
    this.policy = policy;
    this.checkpoints = checkpoints;
    this.transaction = transaction;
    this.state = state;
    this.consumed = ConsumedGroups.newest();
    this.consumed.addAll(history.consumed());
    this.answeredGrant = history.answeredGrant();
  }

  LearnerState state() {
    return state;
  }

  ModelConfig model() {
    return policy.config();
  }

  /** Ids of the newest scored groups that were read. */
  Set<String> consumed() {
    return consumed;
  }

  LearnerProgress progress() {
    return new LearnerProgress(
        state.steps(), state.stageId(), uncommitted.size(), state.version(), answeredGrant);
  }

  /** Takes a supervised step; it is committed with the next {@link #publish}. */
  StepCompleted sftStep(
      PlannedStage.Sft stage, Batch batch, DemonstrationPosition next, Duration waited) {
    StepSettings settings = Recipes.sft(learner(), stage.recipe());
    StepCompleted step = take(settings, stage, batch, waited);
    state = state.afterSft(stage.id(), next, policy.optimizerSteps());
    uncommitted.add(step);
    return step;
  }

  /** Takes a policy step; it must be committed with {@link #publish} before the next. */
  StepCompleted rlStep(PlannedStage.Rl stage, Batch batch, Duration waited) {
    StepSettings settings = Recipes.rl(learner(), stage.recipe());
    StepCompleted step = take(settings, stage, batch, waited);
    state =
        state.afterRl(
            stage.id(),
            batch.nextOffset(),
            settings.resetsOptimizer() ? 0 : policy.optimizerSteps());
    batch.groups().stream().map(TraceGroup::id).forEach(consumed::add);
    batch.skipped().stream().map(SkippedRecord::id).forEach(consumed::add);
    uncommitted.add(step);
    return step;
  }

  /** Writes the checkpoint of the next version and commits it with the steps since the last. */
  void publish(List<RejectedRecord> rejected) {
    state = state.nextVersion();
    commit(policy.checkpoint(state), rejected);
  }

  /** Publishes the weights that a new run starts from. */
  void publishInitial(Checkpoint initial) {
    commit(initial, List.of());
  }

  /** Writes the event that no further step follows; all steps must be published. */
  LearnerStopped stop(long grant, String stage) {
    LearnerStopped stopped =
        new LearnerStopped(
            context.run(), grant, state.step(), state.version().value(), clock.instant(), stage);
    transaction.stop(stopped);
    answeredGrant = grant;
    return stopped;
  }

  private void commit(Checkpoint checkpoint, List<RejectedRecord> rejected) {
    Path folder = checkpoints.write(state.step(), checkpoint::writeTo);
    String name = folder.getFileName().toString();
    Instant now = clock.instant();
    Release release =
        new Release(
            state.version(),
            state.step(),
            state.stage(),
            policy.config().parameterCount(),
            name,
            now);
    transaction.commit(
        new Commit(
            release,
            folder.resolve(Checkpoint.MODEL),
            namingCheckpoint(name),
            offsets(),
            rejected));
    uncommitted.clear();
    checkpoints.prune(learner().checkpointsKept(), Set.of(name));
  }

  /** The uncommitted steps, the last of which names the version and its checkpoint. */
  private List<StepCompleted> namingCheckpoint(String checkpoint) {
    List<StepCompleted> steps = new ArrayList<>(uncommitted);
    if (!steps.isEmpty()) {
      StepCompleted last = steps.removeLast();
      steps.add(
          StepCompleted.newBuilder(last)
              .setWeightsOut(state.version().value())
              .setCheckpoint(checkpoint)
              .build());
    }
    return steps;
  }

  private Map<TopicPartition, OffsetAndMetadata> offsets() {
    return Map.of(
        partition(Topic.SCORED_GROUPS),
        new OffsetAndMetadata(state.scoredGroupsOffset()),
        partition(Topic.DEMONSTRATIONS),
        new OffsetAndMetadata(state.demonstrations().offset()));
  }

  private LearnerConfig learner() {
    return context.config().learner();
  }

  private TopicPartition partition(Topic topic) {
    return new TopicPartition(topic.of(context.run()), 0);
  }

  /** The optimizer is reset with the first step of a stage. */
  private StepCompleted take(
      StepSettings settings, PlannedStage stage, Batch batch, Duration waited) {
    Instant started = clock.instant();
    policy.train(settings.trained());
    if (state.in(stage.id()).steps() == 0) {
      policy.resetOptimizer();
    }
    long number = state.step() + 1;
    long firstUpdate = state.in(stage.id()).steps() * settings.plan().updates();
    StepReport report =
        policy.step().take(settings, batch.groups(), firstUpdate, state.stepSeed(number));
    Instant completed = clock.instant();
    return new StepRecord(
            state,
            stage,
            settings.objective().name(),
            stage.kind().data().of(context.run()),
            batch,
            report,
            Duration.between(started, completed),
            waited,
            completed)
        .toEvent(context.run());
  }

  @Override
  public void close() {
    policy.close();
  }
}
