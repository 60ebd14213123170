package io.headrace.learner.objective;

/**
 * The constants of one trace in one optimizer update.
 *
 * @param advantage how much better than its baseline the trace did, in units of reward; 0 where an
 *     objective has no notion of it
 * @param weight the factor of the trace's loss; over an optimizer update it carries every
 *     normalization
 */
public record TraceAdvantage(double advantage, double weight) {

  /** Checks that both are finite. */
  public TraceAdvantage {
    if (!Double.isFinite(advantage) || !Double.isFinite(weight)) {
      throw new IllegalArgumentException(
          "credit must be finite: advantage %s, weight %s".formatted(advantage, weight));
    }
  }
}
