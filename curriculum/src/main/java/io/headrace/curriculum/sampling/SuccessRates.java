package io.headrace.curriculum.sampling;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The tracked success rate s_i of each task: an exponential moving average of the mean scores of
 * its groups, newest first in weight. A task never seen has the prior.
 *
 * <p>Fed in the order of the scored-groups topic, it is a function of the log. Not thread-safe.
 */
public final class SuccessRates {

  /** Weight of the newest group among those of all tasks; the first fifty count equally. */
  private static final double OVERALL_NEWEST = 0.02;

  private final double prior;
  private final double newest;
  private final Map<String, Double> rates = new HashMap<>();
  private double overall;
  private long observed;

  /**
   * @param prior the rate of a task never seen, 0 to 1
   * @param newest how much the newest group counts against all before it, above 0, at most 1
   */
  public SuccessRates(double prior, double newest) {
    if (!(prior >= 0 && prior <= 1 && newest > 0 && newest <= 1)) {
      throw new IllegalArgumentException(
          "expected prior in [0, 1] and newest in (0, 1], got " + prior + " and " + newest);
    }
    this.prior = prior;
    this.newest = newest;
    this.overall = prior;
  }

  /** Takes in the mean score of one more group of the task, 0 to 1. */
  public void observe(String taskId, double meanScore) {
    double score = Math.clamp(meanScore, 0.0, 1.0);
    rates.merge(taskId, score, (before, now) -> before + newest * (now - before));
    observed++;
    overall += Math.max(OVERALL_NEWEST, 1.0 / observed) * (score - overall);
  }

  /** The task's success rate; the prior when it was never seen. */
  public double of(String taskId) {
    return rates.getOrDefault(taskId, prior);
  }

  /**
   * Moving average over the groups of all tasks, about the last fifty: how the run is doing. The
   * prior before the first.
   */
  public double overall() {
    return overall;
  }

  /** The average over all tasks; empty before the first group. */
  public OptionalDouble measured() {
    return observed == 0 ? OptionalDouble.empty() : OptionalDouble.of(overall);
  }

  /** How many groups the average over all tasks has seen. */
  public long observed() {
    return observed;
  }

  /**
   * Takes over the state of a snapshot; only for rates that nothing was observed for.
   *
   * @param seen the rate of each task seen
   * @param average the moving average over all tasks
   * @param groups how many groups it has seen
   */
  public void restore(Map<String, Double> seen, double average, long groups) {
    rates.putAll(seen);
    overall = average;
    observed = groups;
  }

  /** The rates of the tasks seen so far. */
  public Map<String, Double> seen() {
    return Map.copyOf(rates);
  }
}
