package io.headrace.learner.service;

import io.headrace.learner.batch.SkippedRecord;
import io.headrace.schemas.StepCompleted;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * All meters of the learner, and the names of its heartbeats' metrics. Prometheus adds {@code
 * _total} to counters, {@code _seconds} to timers.
 */
final class LearnerMetrics {

  /** Heartbeat metric: number of the last step. */
  static final String STEP = "headrace_learner_step";

  /** Heartbeat metric: the objective's value in it. */
  static final String LOSS = "headrace_learner_loss";

  /** Heartbeat metric: norm of its gradient before clipping. */
  static final String GRADIENT_NORM = "headrace_learner_gradient_norm";

  /** Heartbeat metric: tokens trained a second while it computed. */
  static final String TOKENS_PER_SECOND = "headrace_learner_tokens_per_second";

  /** Heartbeat metric: mean staleness of its tokens, in versions. */
  static final String STALENESS = "headrace_learner_staleness_mean";

  /** Heartbeat metric: how long it waited for its batch. */
  static final String WAITED = "headrace_learner_wait_seconds";

  /** Heartbeat metric: mean reward of its traces. */
  static final String REWARD = "headrace_learner_reward_mean";

  /** Heartbeat metric: groups or demonstrations that the next batch has. */
  static final String BATCH_ENTRIES = "headrace_learner_batch_entries";

  /** Heartbeat metric: how many it needs. */
  static final String BATCH_SIZE = "headrace_learner_batch_size";

  /** Heartbeat metric: how long no step has been taken. */
  static final String IDLE = "headrace_learner_idle_seconds";

  /**
   * Heartbeat metric: 1 for what is waited for and 0 for the others; its name in small letters
   * follows.
   */
  static final String WAITING_FOR = "headrace_learner_waiting_for_";

  private static final String STEPS = "headrace_learner_steps";
  private static final String TOKENS = "headrace_learner_trained_tokens";
  private static final String LEFT_OUT = "headrace_learner_skipped_records";
  private static final String COMPUTE = "headrace_learner_step_compute";
  private static final String WAIT = "headrace_learner_step_wait";
  private static final String COMMIT = "headrace_learner_commit";

  private final MeterRegistry registry;

  LearnerMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** A step was taken; {@code skipped} is what it passed over. */
  void stepped(StepCompleted step, List<SkippedRecord> skipped) {
    registry.counter(STEPS, "stage", step.getStage().name().toLowerCase(Locale.ROOT)).increment();
    registry.counter(TOKENS).increment((double) step.getTrainedTokens());
    registry.timer(COMPUTE).record(Duration.ofMillis(step.getComputeMillis()));
    registry.timer(WAIT).record(Duration.ofMillis(step.getWaitMillis()));
    for (SkippedRecord each : skipped) {
      String cause = each.cause().name().toLowerCase(Locale.ROOT);
      registry.counter(LEFT_OUT, "cause", cause).increment();
    }
  }

  /** A version was committed. */
  void committed(Duration took) {
    registry.timer(COMMIT).record(took);
  }
}
