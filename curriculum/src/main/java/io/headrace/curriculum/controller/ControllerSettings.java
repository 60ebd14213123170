package io.headrace.curriculum.controller;

import io.headrace.curriculum.evaluation.EvaluationPlan;
import io.headrace.pipeline.plan.StagePlan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the controller needs to know of a run's configuration.
 *
 * @param run id of the run
 * @param seed of every random choice
 * @param groups how training groups are sampled
 * @param priority how tasks are chosen
 * @param maxStaleness how many versions behind a sample may be when it is trained on (η)
 * @param evaluations what is measured on held-out tasks and when
 * @param plan the stages and when each ends
 * @param timeBudget how long the run may be at work until its last weights are evaluated; times
 *     when it was down do not count; empty for no limit
 */
public record ControllerSettings(
    String run,
    long seed,
    Groups groups,
    Priority priority,
    int maxStaleness,
    EvaluationPlan evaluations,
    StagePlan plan,
    Optional<Duration> timeBudget) {

  public ControllerSettings {
    if (!timeBudget.map(Duration::isPositive).orElse(true)) {
      throw new IllegalArgumentException("expected a positive time budget, got " + timeBudget);
    }
  }

  /**
   * How training groups are sampled.
   *
   * @param samples samples of a group (G)
   * @param temperature softmax temperature
   * @param maxNewTokens most tokens of a response
   * @param stop strings that end a response
   * @param limit from the request of a group, also of a held-out one, to its assembly, whatever
   *     happens
   */
  public record Groups(
      int samples, double temperature, int maxNewTokens, List<String> stop, Duration limit) {
    public Groups {
      stop = List.copyOf(stop);
      if (samples < 1 || temperature < 0 || maxNewTokens < 1 || !limit.isPositive()) {
        throw new IllegalArgumentException(
            "a group needs at least one sample and token, a temperature ≥ 0 and a limit, got "
                + samples
                + ", "
                + maxNewTokens
                + ", "
                + temperature
                + ", "
                + limit);
      }
    }
  }

  /**
   * How tasks are chosen.
   *
   * @param prior success rate of a task never asked
   * @param newest weight of a task's newest group in its success rate
   * @param floor smallest weight of a task, so that solved ones are asked now and then
   */
  public record Priority(double prior, double newest, double floor) {}
}
