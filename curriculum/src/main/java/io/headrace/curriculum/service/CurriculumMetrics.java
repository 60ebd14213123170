package io.headrace.curriculum.service;

import io.headrace.curriculum.controller.RunSummary;
import io.headrace.schemas.Phase;
import java.util.HashMap;
import java.util.Map;

/** Names of the curriculum's metrics, and their values. */
public final class CurriculumMetrics {

  /** The phase; absent before the first: 1 cold start, 2 training, 3 finishing, 4 finished. */
  public static final String PHASE = "headrace_curriculum_phase";

  /** Groups asked for. */
  public static final String GROUPS_REQUESTED = "headrace_curriculum_groups_requested_total";

  /** Training groups at the workers. */
  public static final String GROUPS_RUNNING = "headrace_curriculum_groups_running";

  /** Scored groups that wait for a step. */
  public static final String GROUPS_WAITING = "headrace_curriculum_groups_waiting";

  /** Training groups that may be asked for now. */
  public static final String CAPACITY = "headrace_curriculum_capacity_groups";

  /** Evaluations completed. */
  public static final String EVALUATIONS = "headrace_curriculum_evaluations_total";

  /** Moving average of the training groups' scores; absent before the first score. */
  public static final String SUCCESS_RATE = "headrace_curriculum_success_ratio";

  /** Lines of tasks files that were left out. */
  public static final String BAD_TASK_LINES = "headrace_curriculum_bad_task_lines";

  private CurriculumMetrics() {}

  private static double position(Phase phase) {
    return switch (phase) {
      case COLD_START -> 1;
      case TRAINING -> 2;
      case FINISHING -> 3;
      case FINISHED -> 4;
    };
  }

  static Map<String, Double> metrics(RunSummary run, int badTaskLines) {
    Map<String, Double> metrics = new HashMap<>();
    run.phase().ifPresent(phase -> metrics.put(PHASE, position(phase)));
    run.successRate().ifPresent(rate -> metrics.put(SUCCESS_RATE, rate));
    metrics.put(GROUPS_REQUESTED, (double) run.requests());
    metrics.put(GROUPS_RUNNING, (double) run.running());
    metrics.put(GROUPS_WAITING, (double) run.waiting());
    metrics.put(CAPACITY, (double) run.capacity());
    metrics.put(EVALUATIONS, (double) run.evaluations());
    metrics.put(BAD_TASK_LINES, (double) badTaskLines);
    return metrics;
  }
}
