package io.headrace.curriculum.capacity;

import java.time.Duration;
import java.util.Locale;

/**
 * The share of trainable groups among those assembled since the last step; it limits how many more
 * are requested. When the samples of nearly every group get equal rewards, or none gets a score,
 * groups are assembled and none can be trained on; without a limit the run would request groups
 * without end.
 *
 * <p>The rate is poor when more than ten batches (at least 100 groups) are untrainable and there is
 * less than one trainable group for each fifty untrainable ones beyond those. It is a function of
 * the log alone. The next step, or enough trainable groups, end the poor rate.
 *
 * @param trainable trainable groups that wait for a step
 * @param equalRewards groups skipped because their rewards are equal
 * @param unscored groups that were dropped or have fewer than two rewards
 */
public record TrainableRate(long trainable, long equalRewards, long unscored) {

  /** Batches of untrainable groups before the rate counts as poor. */
  private static final long PATIENCE_BATCHES = 10;

  private static final long MIN_PATIENCE_GROUPS = 100;

  /** Untrainable groups allowed for each trainable one. */
  private static final long UNTRAINABLE_PER_TRAINABLE = 50;

  private static final long MAX_DOUBLINGS = 3;

  /** Whether too few of the groups are trainable. */
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
        : shortest.multipliedBy(1L << Math.min(MAX_DOUBLINGS, excess / batchGroups));
  }

  /**
   * The message to the operator about a poor rate.
   *
   * @param meanScore of the newest groups, 0 to 1: distinguishes tasks that are too hard from tasks
   *     that are too easy
   */
  public String problem(String run, double meanScore) {
    String what = unscored > equalRewards ? "have no scores" : equalRewards(meanScore);
    return String.format(
        Locale.ROOT,
        "[run=%s] %,d of the %,d groups since the last step %s and can't be trained on, so groups"
            + " are requested at a lower rate; %s",
        run,
        Math.max(unscored, equalRewards),
        trainable + equalRewards + unscored,
        what,
        remedy(meanScore));
  }

  private static String equalRewards(double meanScore) {
    return String.format(
        Locale.ROOT, "have equal rewards within the group (mean score %.2f)", meanScore);
  }

  private String remedy(double meanScore) {
    if (unscored > equalRewards) {
      return "see the reason of each sample with 'headrace tail scored-groups': for samples without"
          + " a trace look at 'headrace dlq' and the workers, for those without a score at"
          + " the verifier's log";
    }
    return meanScore < 0.5
        ? "the tasks are too hard for this policy: use easier ones, a longer cold start, more"
            + " curriculum.samples-per-group or a higher sampling.temperature"
        : "the policy already solves these tasks: use harder ones or stop the run";
  }

  private long excess(int batchGroups) {
    long patience = Math.max(MIN_PATIENCE_GROUPS, PATIENCE_BATCHES * batchGroups);
    return equalRewards + unscored - patience - UNTRAINABLE_PER_TRAINABLE * trainable;
  }
}
