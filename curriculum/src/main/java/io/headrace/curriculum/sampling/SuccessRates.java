package io.headrace.curriculum.sampling;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The tracked success rate s_i of each task: an exponential moving average of the mean scores of
 * its groups. A task without a group has the prior.
 *
 * <p>A function of the log, as outcomes are observed in log order. Not thread-safe.
 */
public final class SuccessRates {

  /** Weight of the newest group in the average over all tasks; the first fifty count equally. */
  private static final double OVERALL_ALPHA = 0.02;

  private final double prior;
  private final double alpha;
  private final Map<String, Double> rates = new HashMap<>();
  private double overall;
  private long observed;

  /**
   * @param prior the rate of a task without a group, 0 to 1
   * @param alpha weight of a task's newest group, above 0, at most 1
   */
  public SuccessRates(double prior, double alpha) {
    if (!(prior >= 0 && prior <= 1 && alpha > 0 && alpha <= 1)) {
      throw new IllegalArgumentException(
          "expected prior in [0, 1] and alpha in (0, 1], got " + prior + " and " + alpha);
    }
    this.prior = prior;
    this.alpha = alpha;
    this.overall = prior;
  }

  /** Adds the mean score of a group of the task, 0 to 1. */
  public void observe(String taskId, double meanScore) {
    double score = Math.clamp(meanScore, 0.0, 1.0);
    rates.merge(taskId, score, (before, now) -> before + alpha * (now - before));
    observed++;
    overall += Math.max(OVERALL_ALPHA, 1.0 / observed) * (score - overall);
  }

  /** The task's success rate; the prior when it has no group. */
  public double of(String taskId) {
    return rates.getOrDefault(taskId, prior);
  }

  /**
   * Moving average over the groups of all tasks, with a window of about fifty groups; the prior
   * before the first.
   */
  public double overall() {
    return overall;
  }

  /** The average over all tasks; empty before the first group. */
  public OptionalDouble measured() {
    return observed == 0 ? OptionalDouble.empty() : OptionalDouble.of(overall);
  }

  /** Number of groups in the average over all tasks. */
  public long observed() {
    return observed;
  }

  /**
   * Restores the state of a snapshot; only before the first group is observed.
   *
   * @param seen the rate of each task with a group
   * @param average the moving average over all tasks
   * @param groups number of groups in it
   */
  public void restore(Map<String, Double> seen, double average, long groups) {
    rates.putAll(seen);
    overall = average;
    observed = groups;
  }

  /** The rates of the tasks with a group. */
  public Map<String, Double> seen() {
    return Map.copyOf(rates);
  }
}
