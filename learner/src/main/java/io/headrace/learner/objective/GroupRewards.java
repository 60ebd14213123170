package io.headrace.learner.objective;

/**
 * What an objective needs to know of a group to give its traces their credits.
 *
 * <p>Hot: the arrays are not copied and belong to the record from then on.
 *
 * @param rewards reward of each trace
 * @param tokens response tokens of each trace
 */
@SuppressWarnings("ArrayRecordComponent")
public record GroupRewards(double[] rewards, int[] tokens) {

  /** Checks that there is one reward and one length per trace and at least one trace. */
  public GroupRewards {
    if (rewards.length != tokens.length || rewards.length == 0) {
      throw new IllegalArgumentException(
          "a group needs as many rewards as lengths and at least one: %d rewards, %d lengths"
              .formatted(rewards.length, tokens.length));
    }
  }

  /** How many traces the group has. */
  public int size() {
    return rewards.length;
  }
}
