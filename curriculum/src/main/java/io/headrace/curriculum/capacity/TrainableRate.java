package io.headrace.curriculum.capacity;

import java.time.Duration;
import java.util.Locale;

/**
 * The share of trainable groups among those assembled since the last step; it limits how many more
 * are requested. When the policy gives nearly every task the same answer each time, or nothing is
 * scored at all, groups are assembled fast and none can be trained on; without a bound a run would
 * request more and more of them.
 *
 * <p>The rate is poor once more than ten batches (and a hundred groups) were not trainable, and
 * fewer than one in fifty of the groups beyond those is. It is a function of the log alone; the
 * next step, or enough trainable groups, end it.
 *
 * @param fit trainable groups that wait for a step
 * @param equalRewards groups left out because their rewards are equal
 * @param unscored groups that were dropped or have fewer than two rewards
 */
public record TrainableRate(long fit, long equalRewards, long unscored) {

  /** Batches of untrainable groups before the rate counts as poor. */
  private static final long PATIENCE_BATCHES = 10;

  private static final long LEAST_PATIENCE = 100;

  /** Untrainable groups allowed for each trainable one. */
  private static final long UNFIT_PER_FIT = 50;

  private static final long MOST_DOUBLINGS = 3;

  /** Whether next to nothing can be learned from the groups as they come. */
  public boolean isPoor(int batchGroups) {
    return excess(batchGroups) > 0;
  }

  /**
   * How long to wait after one batch of groups before requesting the next: zero while the rate is
   * not poor, then the shortest pause, doubled for each further untrainable batch, up to eight
   * times.
   */
  public Duration pause(int batchGroups, Duration shortest) {
    long excess = excess(batchGroups);
    return excess <= 0
        ? Duration.ZERO
        : shortest.multipliedBy(1L << Math.min(MOST_DOUBLINGS, excess / batchGroups));
  }

  /**
   * The message to the operator when the rate is poor: observation, consequence, remedy.
   *
   * @param meanScore of the newest groups, 0 to 1: distinguishes tasks that are too hard from tasks
   *     that are too easy
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
