package io.headrace.curriculum.capacity;

import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.schemas.GroupOutcome;
import io.headrace.schemas.GroupStatus;
import io.headrace.schemas.SampleOutcome;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Whether a step can take an assembled group, as far as its outcome says. The learner decides for
 * itself; this says which groups it will leave out, so that they don't hold back new ones.
 *
 * @param mixedRewards whether the learner leaves out groups whose rewards are all equal
 */
public record Admission(boolean mixedRewards) {

  /** One trace has nothing to be compared with. */
  private static final int FEWEST_TRACES = 2;

  /** What a step can make of a group. */
  public enum Fitness {
    /** It may enter a batch. */
    FIT,
    /** Its rewards are all equal, and such groups are left out. */
    EQUAL_REWARDS,
    /** It was dropped, or has fewer than two rewards to compare. */
    UNSCORED
  }

  /** Whether the group may enter a batch, and if not, why. */
  public Fitness of(GroupOutcome group) {
    if (group.getStatus() == GroupStatus.DROPPED || rewards(group).count() < FEWEST_TRACES) {
      return Fitness.UNSCORED;
    }
    return mixedRewards && rewards(group).distinct().count() == 1
        ? Fitness.EQUAL_REWARDS
        : Fitness.FIT;
  }

  /** Whether the group may enter a batch. */
  public boolean admits(GroupOutcome group) {
    return of(group) == Fitness.FIT;
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

  private static Stream<Double> rewards(GroupOutcome group) {
    return group.getSamples().stream().map(SampleOutcome::getReward).filter(Objects::nonNull);
  }
}
