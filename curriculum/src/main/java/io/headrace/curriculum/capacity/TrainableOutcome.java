package io.headrace.curriculum.capacity;

import io.headrace.pipeline.group.Trainability;
import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.schemas.GroupOutcome;
import io.headrace.schemas.GroupStatus;
import io.headrace.schemas.SampleOutcome;
import java.util.List;
import java.util.Objects;

/**
 * Classifies an assembled group by its outcome as trainable or not: groups that the learner will
 * skip must not take the capacity of new ones. The rule is {@link Trainability}, which the learner
 * applies too.
 *
 * <p>{@link Trainability#EQUAL_REWARDS} is distinguished for every stage, since the stage that
 * reads a group may differ from the one that requested it.
 */
public final class TrainableOutcome {

  private TrainableOutcome() {}

  /** The group's trainability in a stage that skips equal rewards. */
  public static Trainability of(GroupOutcome group) {
    return group.getStatus() == GroupStatus.DROPPED
        ? Trainability.UNSCORED
        : Trainability.of(rewards(group), true);
  }

  /**
   * Whether the group may enter a batch.
   *
   * @param mixedRewards whether the learner skips groups whose rewards are all equal
   */
  public static boolean admits(GroupOutcome group, boolean mixedRewards) {
    return switch (of(group)) {
      case TRAINABLE -> true;
      case EQUAL_REWARDS -> !mixedRewards;
      case UNSCORED -> false;
    };
  }

  /** The oldest weights version that sampled a token of the group; 0 when it has no token. */
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
