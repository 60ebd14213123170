package io.headrace.curriculum.service;

import io.headrace.curriculum.controller.RunSummary;
import io.headrace.pipeline.plan.RunPosition;
import java.util.HashMap;
import java.util.Map;

/** Names of the curriculum's metrics, and their values. */
public final class CurriculumMetrics {

  /** The newest stage's number in the plan, from 1; absent before the first. */
  public static final String STAGE = "headrace_curriculum_stage";

  /** Number of stages in the plan. */
  public static final String STAGES = "headrace_curriculum_stages";

  /** 0 in a stage, 1 in FINISHING, 2 in FINISHED; absent before the first stage. */
  public static final String END_STATE = "headrace_curriculum_end_state";

  /** Groups requested. */
  public static final String GROUPS_REQUESTED = "headrace_curriculum_groups_requested_total";

  /** Training groups requested and not assembled. */
  public static final String GROUPS_RUNNING = "headrace_curriculum_groups_running";

  /** Trainable groups that wait for a step. */
  public static final String GROUPS_WAITING = "headrace_curriculum_groups_waiting";

  /** Training groups that may be requested now. */
  public static final String CAPACITY = "headrace_curriculum_capacity_groups";

  /** Evaluations completed. */
  public static final String EVALUATIONS = "headrace_curriculum_evaluations_total";

  /** Moving average of the training groups' scores; absent before the first score. */
  public static final String SUCCESS_RATE = "headrace_curriculum_success_ratio";

  /** Lines of tasks files that were skipped. */
  public static final String BAD_TASK_LINES = "headrace_curriculum_bad_task_lines";

  private CurriculumMetrics() {}

  private static double number(RunPosition.State state) {
    return switch (state) {
      case RunPosition.InStage _ -> 0;
      case RunPosition.End.FINISHING -> 1;
      case RunPosition.End.FINISHED -> 2;
    };
  }

  static Map<String, Double> metrics(RunSummary run, int badTaskLines) {
    Map<String, Double> metrics = new HashMap<>();
    metrics.put(STAGES, (double) run.stages());
    run.position()
        .ifPresent(
            at -> {
              metrics.put(STAGE, (double) run.stage());
              metrics.put(END_STATE, number(at.state()));
            });
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
