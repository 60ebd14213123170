package io.headrace.curriculum.evaluation;

/**
 * Why an evaluation is made: a stage of the plan, in which its result may end the stage, or the end
 * of the run.
 *
 * @param name id of the stage, or {@code final}
 */
public record EvaluationTrigger(String name) {

  /** The last weights of the run; no stage has this id. */
  public static final EvaluationTrigger FINAL = new EvaluationTrigger("final");
}
