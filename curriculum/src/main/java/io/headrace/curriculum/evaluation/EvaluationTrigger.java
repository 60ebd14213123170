package io.headrace.curriculum.evaluation;

/**
 * What triggers an evaluation: a stage of the plan, which its result may end, or the end of the
 * run.
 *
 * @param name id of the stage, or {@code final}
 */
public record EvaluationTrigger(String name) {

  /** The final evaluation of the run; no stage has this id. */
  public static final EvaluationTrigger FINAL = new EvaluationTrigger("final");
}
