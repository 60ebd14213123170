package io.headrace.curriculum.controller;

import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.pipeline.plan.RunPosition;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A summary of a run for its status and metrics.
 *
 * @param position the stage or end state; empty before the first
 * @param stage the newest stage's number in the plan, from 1; 0 before the first
 * @param stages number of stages in the plan
 * @param paused whether an operator paused the run
 * @param newestVersion the newest committed weights
 * @param trainingSteps number of steps of all rl stages
 * @param requests number of groups requested so far; also the number of the next request
 * @param running training groups requested and not assembled, without those past their limit
 * @param underWay {@code running} and the held-out groups that open evaluations wait for
 * @param waiting trainable groups that wait for a step and are not too stale for it
 * @param capacity number of training groups that may be requested now
 * @param evaluations number of evaluations completed
 * @param successRate moving average of the training groups' scores; empty before the first
 * @param problem what impedes the run, as one sentence, else empty
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

  /** The same summary with the given problem. */
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
