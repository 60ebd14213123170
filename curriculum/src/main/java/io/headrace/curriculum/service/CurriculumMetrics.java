package io.headrace.curriculum.service;

import io.headrace.curriculum.conductor.RunSummary;
import io.headrace.schemas.Phase;
import java.util.Map;

/** Names of the curriculum's figures, and their values. */
public final class CurriculumMetrics {

  /** The phase: 0 before the first, 1 cold start, 2 training, 3 finishing, 4 finished. */
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

  /** Moving average of the training groups' scores. */
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

  static Map<String, Double> figures(RunSummary run, int badTaskLines) {
    return Map.of(
        PHASE, run.phase().map(CurriculumMetrics::position).orElse(0.0),
        GROUPS_REQUESTED, (double) run.requests(),
        GROUPS_RUNNING, (double) run.running(),
        GROUPS_WAITING, (double) run.waiting(),
        CAPACITY, (double) run.capacity(),
        EVALUATIONS, (double) run.evaluations(),
        SUCCESS_RATE, run.successRate(),
        BAD_TASK_LINES, (double) badTaskLines);
  }
}
