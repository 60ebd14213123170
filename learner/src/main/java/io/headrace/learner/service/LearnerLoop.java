package io.headrace.learner.service;

import io.headrace.learner.batch.Batch;
import io.headrace.learner.batch.BatchAssembler;
import io.headrace.learner.batch.BatchFilter;
import io.headrace.learner.batch.DemonstrationBatch;
import io.headrace.learner.checkpoint.LearnerState;
import io.headrace.learner.stage.ControlState;
import io.headrace.learner.stage.LearnerAction;
import io.headrace.learner.stage.NextAction;
import io.headrace.pipeline.config.RlConfig;
import io.headrace.pipeline.plan.PlannedStage;
import io.headrace.pipeline.plan.StagePlan;
import io.headrace.pipeline.service.ServiceContext;
import io.headrace.pipeline.service.ServiceThread;
import io.headrace.schemas.LearnerStopped;
import io.headrace.schemas.StepCompleted;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The learner's thread: reads {@code control}, decides, collects a batch, takes a step, commits.
 *
 * <p>An incomplete batch is in memory only; after a restart the same batch is collected again.
 */
final class LearnerLoop implements ServiceThread.Loop {

  private static final Logger LOG = LoggerFactory.getLogger(LearnerLoop.class);
  private static final Duration POLL = Duration.ofMillis(100);

  private final ServiceContext context;
  private final Clock clock;
  private final LearnerStatus status;
  private final LearnerMetrics metrics;
  private final LearnerResources opened = new LearnerResources();
  private volatile OptionalLong version = OptionalLong.empty();
  private final StagePlan plan;
  private String stage = "";
  private @Nullable BatchAssembler groups;
  private @Nullable DemonstrationBatch demonstrations;
  private Instant batchBegan;

  LearnerLoop(ServiceContext context, LearnerStatus status) {
    this.context = context;
    this.plan = StagePlan.of(context.config());
    this.clock = context.clock();
    this.status = status;
    this.metrics = new LearnerMetrics(context.metrics());
    this.batchBegan = clock.instant();
  }

  /** The last published version; empty before the first. */
  OptionalLong version() {
    return version;
  }

  @Override
  public void open() {
    opened.open(context);
    version = OptionalLong.of(opened.trainer().state().version().value());
    batchBegan = clock.instant();
  }

  @Override
  public void runOnce() {
    ControlState control = opened.control().poll(Duration.ZERO);
    switch (NextAction.next(control, opened.trainer().progress(), plan)) {
      case LearnerAction.Publish _ -> publish(opened.demonstrations().takeRejected());
      case LearnerAction.Stop(long grant, String ended) -> stop(grant, ended);
      case LearnerAction.Wait(LearnerAction.Waiting what, String reason) -> {
        status.waiting(what, reason, clock.instant());
        batchBegan = clock.instant();
        opened.control().poll(POLL);
      }
      case LearnerAction.Train(PlannedStage next) -> {
        enterStage(next);
        switch (next) {
          case PlannedStage.Sft sft -> trainSft(sft);
          case PlannedStage.Rl rl -> trainRl(rl);
        }
      }
    }
  }

  /** Records collected for the previous stage are read again by the next stage of its kind. */
  private void enterStage(PlannedStage next) {
    if (stage.equals(next.id())) {
      return;
    }
    stage = next.id();
    groups = null;
    demonstrations = null;
    LearnerState state = opened.trainer().state();
    opened.scoredGroups().seek(state.scoredGroupsOffset());
    opened.demonstrations().seek(state.in(stage).demonstrations());
  }

  private void trainSft(PlannedStage.Sft sft) {
    Trainer trainer = opened.trainer();
    int size = sft.recipe().batch();
    DemonstrationBatch batch =
        demonstrations == null
            ? new DemonstrationBatch(size, trainer.state().in(stage).demonstrations())
            : demonstrations;
    demonstrations = batch;
    opened.demonstrations().fill(batch, POLL);
    if (!batch.complete()) {
      status.collecting("demonstrations", batch.taken(), size, batch.skipped(), clock.instant());
      return;
    }
    status.busy();
    Batch taken = batch.batch();
    recordStep(trainer.sftStep(sft, taken, batch.nextPosition(), sinceBatchBegan()), taken);
    demonstrations = null;
  }

  private void trainRl(PlannedStage.Rl rl) {
    Trainer trainer = opened.trainer();
    LearnerState state = trainer.state();
    int size = rl.recipe().groupsPerStep();
    BatchAssembler batch = groups == null ? newBatch(trainer, state, rl.recipe()) : groups;
    groups = batch;
    opened.scoredGroups().fill(batch, POLL);
    if (!batch.complete()) {
      status.collecting("scored groups", batch.groups(), size, batch.skipped(), clock.instant());
      return;
    }
    status.busy();
    Batch taken = batch.batch();
    recordStep(trainer.rlStep(rl, taken, sinceBatchBegan()), taken);
    publish(opened.scoredGroups().rejectedBefore(taken.nextOffset()));
    groups = null;
  }

  private BatchAssembler newBatch(Trainer trainer, LearnerState state, RlConfig recipe) {
    BatchFilter filter =
        new BatchFilter(
            Recipes.filter(context.config(), recipe, trainer.model()), state.version().value());
    return new BatchAssembler(
        filter, recipe.groupsPerStep(), state.scoredGroupsOffset(), trainer.consumed());
  }

  private void recordStep(StepCompleted step, Batch batch) {
    status.stepped(step);
    metrics.stepped(step, batch.skipped());
    LOG.info(
        "step={} stage={} loss={} grad={} reward={} tokens={} compute={}ms wait={}ms stale={}"
            + " skipped={}",
        step.getStep(),
        step.getStageId(),
        "%.4f".formatted(step.getLoss()),
        "%.3f".formatted(step.getGradientNorm()),
        Objects.requireNonNullElse(step.getMeanReward(), "-"),
        step.getTrainedTokens(),
        step.getComputeMillis(),
        step.getWaitMillis(),
        "%.2f".formatted(step.getMeanStaleness()),
        batch.skipped().size());
    batchBegan = clock.instant();
  }

  private void publish(List<RejectedRecord> rejected) {
    status.busy();
    Instant began = clock.instant();
    opened.trainer().publish(rejected);
    version = OptionalLong.of(opened.trainer().state().version().value());
    batchBegan = clock.instant();
    metrics.committed(Duration.between(began, batchBegan));
  }

  private void stop(long grant, String ended) {
    LearnerStopped stopped = opened.trainer().stop(grant, ended);
    LOG.info(
        "[run={}] stopped after step {} with weights v{}, as grant {} requires",
        context.run(),
        stopped.getStep(),
        stopped.getWeightsVersion(),
        grant);
  }

  private Duration sinceBatchBegan() {
    return Duration.between(batchBegan, clock.instant());
  }

  /**
   * Starts again from the log, as after a restart of the process: whether the last commit succeeded
   * is unknown.
   */
  @Override
  public void recover() {
    opened.close();
    stage = "";
    open();
  }

  @Override
  public void drain() {
    opened.close();
  }
}
