package io.headrace.curriculum.controller;

import io.headrace.curriculum.evaluation.EvaluationPlan;
import io.headrace.pipeline.plan.StagePlan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The part of a run's configuration that the controller uses.
 *
 * @param run id of the run
 * @param seed of every random choice
 * @param groups how training groups are sampled
 * @param priority how tasks are chosen
 * @param maxStaleness number of versions that a sample may be behind when it is trained on (η)
 * @param evaluations what the evaluations on held-out tasks request, and when
 * @param plan the stages and when each ends
 * @param timeBudget active time after which training ends; time when the run was down does not
 *     count; empty for no limit
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
   * @param maxNewTokens maximum number of tokens of a response
   * @param stop strings that end a response
   * @param limit maximum time from the request of a group, also of a held-out one, to its assembly
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
   * @param prior success rate of a task without an observed group
   * @param emaAlpha weight of a task's newest group in the moving average of its success rate
   * @param minTaskWeight minimum sampling weight of a task, so that solved tasks are sampled too
   */
  public record Priority(double prior, double emaAlpha, double minTaskWeight) {}
}
