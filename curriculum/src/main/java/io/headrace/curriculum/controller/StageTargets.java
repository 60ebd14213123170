package io.headrace.curriculum.controller;

import java.time.Duration;
import java.util.Optional;

/**
 * When a run goes on to its next phase.
 *
 * @param coldStart when the cold start ends; empty when the run starts with policy optimization
 * @param goal the held-out accuracy that ends training; empty to train until steps or time are used
 *     up
 * @param maxSteps the most policy-optimization steps
 * @param timeBudget how long the run may be at work until the last phase; times when it was down do
 *     not count; empty for no limit
 */
public record StageTargets(
    Optional<ColdStart> coldStart,
    Optional<Goal> goal,
    long maxSteps,
    Optional<Duration> timeBudget) {

  public StageTargets {
    if (maxSteps < 0 || !timeBudget.map(Duration::isPositive).orElse(true)) {
      throw new IllegalArgumentException(
          "expected maxSteps ≥ 0 and a positive time budget, got "
              + maxSteps
              + " and "
              + timeBudget);
    }
  }

  /**
   * The end of the cold start.
   *
   * @param sampledAccuracy held-out accuracy at temperature 1 that is enough
   * @param maxSteps the most steps on demonstrations; then training starts as things stand
   * @param firstPublish steps before the first version, which is evaluated
   * @param publishEvery steps between versions from then on, each of which is evaluated
   */
  public record ColdStart(
      double sampledAccuracy, long maxSteps, long firstPublish, long publishEvery) {

    /** Takes no step. */
    static final ColdStart NONE = new ColdStart(0, 0, 1, 1);

    public ColdStart {
      if (firstPublish < 1 || publishEvery < 1) {
        throw new IllegalArgumentException(
            "expected firstPublish ≥ 1 and publishEvery ≥ 1, got "
                + firstPublish
                + " and "
                + publishEvery);
      }
    }
  }

  /**
   * What the run is for; both have to be reached in one evaluation.
   *
   * @param greedyAccuracy held-out accuracy of greedy answers
   * @param sampledAccuracy held-out accuracy at temperature 1
   */
  public record Goal(double greedyAccuracy, double sampledAccuracy) {}
}
