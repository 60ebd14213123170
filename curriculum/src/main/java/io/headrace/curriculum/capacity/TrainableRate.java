package io.headrace.curriculum.capacity;

import java.time.Duration;
import java.util.Locale;

/**
 * What came of the groups that came back since the last step, and so whether asking for more is
 * worth it. When the policy gives nearly every task the same answer each time, or nothing is scored
 * at all, groups come back fast and none can be trained on; without a bound a run would ask for
 * ever more of them.
 *
 * <p>A yield is poor once more than ten batches (and a hundred groups) came back unfit, and fewer
 * than one in fifty of the groups beyond those is fit. It is a function of the log alone; the next
 * step, or enough fit groups, make it good again.
 *
 * @param fit groups that wait for a step
 * @param equalRewards groups left out because their rewards are equal
 * @param unscored groups that were dropped or have fewer than two rewards
 */
public record TrainableRate(long fit, long equalRewards, long unscored) {

  /** Batches of unfit groups that are taken for bad luck. */
  private static final long PATIENCE_BATCHES = 10;

  private static final long LEAST_PATIENCE = 100;

  /** Unfit groups for each fit one that are worth their cost. */
  private static final long UNFIT_PER_FIT = 50;

  private static final long MOST_DOUBLINGS = 3;

  /** Whether next to nothing can be learned from the groups as they come. */
  public boolean isPoor(int batchGroups) {
    return excess(batchGroups) > 0;
  }

  /**
   * How long to wait after one batch of groups before asking for the next: zero while the yield is
   * good, then the shortest pause, doubling with each further batch that is unfit, up to eight
   * times.
   */
  public Duration pause(int batchGroups, Duration shortest) {
    long excess = excess(batchGroups);
    return excess <= 0
        ? Duration.ZERO
        : shortest.multipliedBy(1L << Math.min(MOST_DOUBLINGS, excess / batchGroups));
  }

  /**
   * What an operator is told when the yield is poor: what is seen, what follows, what to do.
   *
   * @param meanScore of the newest groups, 0 to 1: tells too hard from too easy
   */
  public String problem(String run, double meanScore) {
    String what = unscored > equalRewards ? "came back without scores" : equalRewards(meanScore);
    return String.format(
        Locale.ROOT,
        "[run=%s] %,d of the %,d groups since the last step %s, so hardly any can be trained on and"
            + " they are asked for ever more slowly; %s",
        run,
        Math.max(unscored, equalRewards),
        fit + equalRewards + unscored,
        what,
        remedy(meanScore));
  }

  private static String equalRewards(double meanScore) {
    return String.format(
        Locale.ROOT, "had equal rewards within the group (mean score %.2f)", meanScore);
  }

  private String remedy(double meanScore) {
    if (unscored > equalRewards) {
      return "headrace tail scored-groups names each sample's reason: one without a trace was never"
          + " sampled (look at headrace dlq and the workers), one without a score was not"
          + " judged (look at the verifier's log)";
    }
    return meanScore < 0.5
        ? "the tasks are too hard for this policy: take easier ones, a longer cold start, more"
            + " curriculum.samples-per-group or a higher sampling.temperature"
        : "the policy solves these tasks already: take harder ones or stop the run";
  }

  private long excess(int batchGroups) {
    long patience = Math.max(LEAST_PATIENCE, PATIENCE_BATCHES * batchGroups);
    return equalRewards + unscored - patience - UNFIT_PER_FIT * fit;
  }
}
