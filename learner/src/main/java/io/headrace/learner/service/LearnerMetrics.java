package io.headrace.learner.service;

import io.headrace.learner.batch.LeftOut;
import io.headrace.schemas.StepCompleted;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * All meters of the learner. Prometheus adds {@code _total} to counters, {@code _seconds} to
 * timers.
 */
final class LearnerMetrics {

  private static final String STEPS = "headrace_learner_steps";
  private static final String TOKENS = "headrace_learner_trained_tokens";
  private static final String LEFT_OUT = "headrace_learner_left_out_records";
  private static final String COMPUTE = "headrace_learner_step_compute";
  private static final String WAIT = "headrace_learner_step_wait";
  private static final String COMMIT = "headrace_learner_commit";

  private final MeterRegistry registry;

  LearnerMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** A step was taken; {@code leftOut} is what it passed over. */
  void stepped(StepCompleted step, List<LeftOut> leftOut) {
    registry.counter(STEPS, "stage", step.getStage().name().toLowerCase(Locale.ROOT)).increment();
    registry.counter(TOKENS).increment((double) step.getTrainedTokens());
    registry.timer(COMPUTE).record(Duration.ofMillis(step.getComputeMillis()));
    registry.timer(WAIT).record(Duration.ofMillis(step.getWaitMillis()));
    for (LeftOut each : leftOut) {
      String cause = each.cause().name().toLowerCase(Locale.ROOT);
      registry.counter(LEFT_OUT, "cause", cause).increment();
    }
  }

  /** A version was committed. */
  void committed(Duration took) {
    registry.timer(COMMIT).record(took);
  }
}
