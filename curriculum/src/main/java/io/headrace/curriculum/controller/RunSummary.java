package io.headrace.curriculum.controller;

import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.pipeline.plan.RunPosition;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Where a run stands, in a few metrics.
 *
 * @param position the stage or end state; empty before the first
 * @param stage number of the newest stage within the plan, from 1; 0 before the first
 * @param stages how many stages the plan has
 * @param paused whether an operator paused the run
 * @param newestVersion the newest committed weights
 * @param trainingSteps steps of policy optimization, all its stages together
 * @param requests groups asked for so far; also the number of the next
 * @param running training groups at the workers, those past their limit not counted
 * @param underWay these and the held-out groups that open evaluations wait for
 * @param waiting scored groups that wait for a step and are not too stale for it
 * @param capacity how many training groups may be asked for now
 * @param evaluations evaluations completed
 * @param successRate moving average of the training groups' scores; empty before the first
 * @param problem one sentence while next to nothing can be learned, else empty
 */
public record RunSummary(
    Optional<RunPosition> position,
    int stage,
    int stages,
    boolean paused,
    WeightsVersion newestVersion,
    long trainingSteps,
    long requests,
    long running,
    long underWay,
    long waiting,
    long capacity,
    int evaluations,
    OptionalDouble successRate,
    String problem) {

  /** The same with another sentence. */
  public RunSummary withProblem(String sentence) {
    return new RunSummary(
        position,
        stage,
        stages,
        paused,
        newestVersion,
        trainingSteps,
        requests,
        running,
        underWay,
        waiting,
        capacity,
        evaluations,
        successRate,
        sentence);
  }
}
