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
 * @param mixedRewards whether the learner leaves out groups whose rewards are all equal
 */
public record TrainableOutcome(boolean mixedRewards) {

  /** Whether the group may enter a batch, and if not, why. */
  public Trainability of(GroupOutcome group) {
    return group.getStatus() == GroupStatus.DROPPED
        ? Trainability.UNSCORED
        : Trainability.of(rewards(group), mixedRewards);
  }

  /** Whether the group may enter a batch. */
  public boolean admits(GroupOutcome group) {
    return of(group) == Trainability.FIT;
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
