package io.headrace.learner.service;

import io.headrace.learner.batch.SkippedRecord;
import io.headrace.schemas.StepCompleted;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The meters of the learner and the names of its heartbeat metrics. Prometheus adds {@code _total}
 * to counters, {@code _seconds} to timers.
 */
final class LearnerMetrics {

  /** Heartbeat metric: number of the last step. */
  static final String STEP = "headrace_learner_step";

  /** Heartbeat metric: loss of the last step. */
  static final String LOSS = "headrace_learner_loss";

  /** Heartbeat metric: gradient norm of the last step before clipping. */
  static final String GRADIENT_NORM = "headrace_learner_gradient_norm";

  /** Heartbeat metric: trained tokens per second of computing time. */
  static final String TOKENS_PER_SECOND = "headrace_learner_tokens_per_second";

  /** Heartbeat metric: mean staleness of the trained tokens of the last step, in versions. */
  static final String STALENESS = "headrace_learner_staleness_mean";

  /** Heartbeat metric: how long the last step waited for its batch. */
  static final String WAITED = "headrace_learner_wait_seconds";

  /** Heartbeat metric: mean reward of the traces of the last step. */
  static final String REWARD = "headrace_learner_reward_mean";

  /** Heartbeat metric: groups or demonstrations collected for the next batch. */
  static final String BATCH_ENTRIES = "headrace_learner_batch_entries";

  /** Heartbeat metric: size of the next batch. */
  static final String BATCH_SIZE = "headrace_learner_batch_size";

  /** Heartbeat metric: time since the learner last computed. */
  static final String IDLE = "headrace_learner_idle_seconds";

  /**
   * Prefix of heartbeat metrics that are 1 for what the learner waits for and else 0; followed by
   * its name in lower case.
   */
  static final String WAITING_FOR = "headrace_learner_waiting_for_";

  private static final String STEPS = "headrace_learner_steps";
  private static final String TOKENS = "headrace_learner_trained_tokens";
  private static final String SKIPPED = "headrace_learner_skipped_records";
  private static final String COMPUTE = "headrace_learner_step_compute";
  private static final String WAIT = "headrace_learner_step_wait";
  private static final String COMMIT = "headrace_learner_commit";

  private final MeterRegistry registry;

  LearnerMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Counts a step and the records it skipped. */
  void stepped(StepCompleted step, List<SkippedRecord> skipped) {
    registry.counter(STEPS, "stage", step.getStage().name().toLowerCase(Locale.ROOT)).increment();
    registry.counter(TOKENS).increment((double) step.getTrainedTokens());
    registry.timer(COMPUTE).record(Duration.ofMillis(step.getComputeMillis()));
    registry.timer(WAIT).record(Duration.ofMillis(step.getWaitMillis()));
    for (SkippedRecord each : skipped) {
      String cause = each.cause().name().toLowerCase(Locale.ROOT);
      registry.counter(SKIPPED, "cause", cause).increment();
    }
  }

  /** Records the duration of a commit. */
  void committed(Duration took) {
    registry.timer(COMMIT).record(took);
  }
}
