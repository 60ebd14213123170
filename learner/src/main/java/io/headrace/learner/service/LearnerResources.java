package io.headrace.learner.service;

import io.headrace.learner.checkpoint.Checkpoint;
import io.headrace.learner.checkpoint.CheckpointStore;
import io.headrace.learner.checkpoint.LearnerState;
import io.headrace.pipeline.config.RunConfig;
import io.headrace.pipeline.id.LearnerId;
import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.pipeline.kafka.Topics;
import io.headrace.pipeline.plan.StagePlan;
import io.headrace.pipeline.service.ServiceContext;
import io.headrace.pipeline.weights.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The resources of a learner, opened in the order that makes a takeover safe: first the producer,
 * which fences earlier learners, then the log, then the checkpoint that the log names. Closed in
 * reverse order.
 */
final class LearnerResources implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LearnerResources.class);

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private @Nullable ControlFeed control;
  private @Nullable Trainer trainer;
  private @Nullable ScoredGroupFeed scoredGroups;
  private @Nullable DemonstrationFeed demonstrations;

  /** Opens all; after a failure {@link #close} closes those already open. */
  void open(ServiceContext context) {
    KafkaClients kafka = context.kafka();
    String run = context.run();
    LearnerId id = context.config().learner().learnerId();
    String group = id.client(run);
    createTopics(context, id);
    control = opened(new ControlFeed(kafka, run, group));
    StepTransaction transaction = opened(new StepTransaction(context, control.group()));
    control.catchUp();
    CheckpointStore store =
        new CheckpointStore(id.folder(context.runFolder()).resolve("checkpoints"));
    RunHistory history = RunHistory.read(kafka, id.topics(run), group);
    Optional<Checkpoint> saved =
        history
            .checkpoint()
            .map(name -> Checkpoint.read(store.open(name), StagePlan.of(context.config())));
    Checkpoint start = saved.orElseGet(() -> initial(context.config()));
    LearnerPolicy policy = opened(new LearnerPolicy(start, context.config().learner()));
    LearnerState state = start.state();
    trainer = new Trainer(context, policy, store, transaction, state, history);
    if (saved.isEmpty()) {
      trainer.publishInitial(start);
    }
    scoredGroups = opened(new ScoredGroupFeed(kafka, run, group, state.scoredGroupsOffset()));
    demonstrations =
        opened(
            new DemonstrationFeed(
                kafka,
                run,
                group,
                start.model().tokenizer(),
                start.model().config().maxPositions(),
                state.demonstrations()));
    announce(context.config(), state, saved.isPresent());
  }

  /** The topics of the default learner are the run's, which exist. */
  private static void createTopics(ServiceContext context, LearnerId id) {
    if (!id.isDefault()) {
      try (Admin admin = context.kafka().admin()) {
        Topics.create(admin, context.config().runId(), id, context.config().kafka());
      }
    }
  }

  ControlFeed control() {
    return Objects.requireNonNull(control);
  }

  Trainer trainer() {
    return Objects.requireNonNull(trainer);
  }

  ScoredGroupFeed scoredGroups() {
    return Objects.requireNonNull(scoredGroups);
  }

  DemonstrationFeed demonstrations() {
    return Objects.requireNonNull(demonstrations);
  }

  private static Checkpoint initial(RunConfig config) {
    return InitialModel.of(
        config.model(), LearnerState.initial(config.model().seed(), digest(config)));
  }

  private static void announce(RunConfig config, LearnerState state, boolean resumed) {
    if (!resumed) {
      LOG.info("[run={}] published the initial weights as v0", config.run());
      return;
    }
    LOG.info(
        "[run={}] continues after step {} with weights {}",
        config.run(),
        state.step(),
        state.version());
  }

  private static String digest(RunConfig config) {
    String text = config.learner() + "\n" + config.model();
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private <T extends AutoCloseable> T opened(T resource) {
    open.push(resource);
    return resource;
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      AutoCloseable resource = open.pop();
      try {
        resource.close();
      } catch (Exception e) {
        LOG.warn("closing {} failed", resource.getClass().getSimpleName(), e);
      }
    }
  }
}
