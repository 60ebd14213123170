package io.headrace.curriculum.capacity;

import io.headrace.pipeline.group.Trainability;
import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.schemas.GroupOutcome;
import io.headrace.schemas.GroupStatus;
import io.headrace.schemas.SampleOutcome;
import java.util.List;
import java.util.Objects;

/**
 * Whether a step can take an assembled group, as far as its outcome says: groups that the learner
 * will leave out must not hold back new ones. The rule itself is {@link Trainability}, which the
 * learner applies too.
 *
 * <p>{@link Trainability#EQUAL_REWARDS} is kept apart whatever the stage says, since the stage that
 * reads a group may be another than the one that requested it.
 */
public final class TrainableOutcome {

  private TrainableOutcome() {}

  /** What the group is. */
  public static Trainability of(GroupOutcome group) {
    return group.getStatus() == GroupStatus.DROPPED
        ? Trainability.UNSCORED
        : Trainability.of(rewards(group), true);
  }

  /**
   * Whether the group may enter a batch.
   *
   * @param mixedRewards whether the learner leaves out groups whose rewards are all equal
   */
  public static boolean admits(GroupOutcome group, boolean mixedRewards) {
    return switch (of(group)) {
      case FIT -> true;
      case EQUAL_REWARDS -> !mixedRewards;
      case UNSCORED -> false;
    };
  }

  /** The oldest weights version that drew a token of the group; 0 when no token was drawn. */
  public static WeightsVersion oldestVersion(GroupOutcome group) {
    return new WeightsVersion(
        group.getSamples().stream()
            .map(SampleOutcome::getOldestWeightsVersion)
            .filter(Objects::nonNull)
            .mapToLong(Long::longValue)
            .min()
            .orElse(0));
  }

  private static List<Double> rewards(GroupOutcome group) {
    return group.getSamples().stream()
        .map(SampleOutcome::getReward)
        .filter(Objects::nonNull)
        .toList();
  }
}
