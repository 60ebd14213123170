package io.headrace.curriculum.service;

import io.headrace.curriculum.conductor.RunSummary;
import java.util.Map;

/** Names of the curriculum's figures, and their values. */
public final class CurriculumMetrics {

  /** Position of the phase in the run, from 0; −1 before the first. */
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

  static Map<String, Double> figures(RunSummary run, int badTaskLines) {
    return Map.of(
        PHASE, run.phase().map(phase -> (double) phase.ordinal()).orElse(-1.0),
        GROUPS_REQUESTED, (double) run.requests(),
        GROUPS_RUNNING, (double) run.running(),
        GROUPS_WAITING, (double) run.waiting(),
        CAPACITY, (double) run.capacity(),
        EVALUATIONS, (double) run.evaluations(),
        SUCCESS_RATE, run.successRate(),
        BAD_TASK_LINES, (double) badTaskLines);
  }
}
