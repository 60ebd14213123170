package io.headrace.curriculum.capacity;

import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.schemas.GroupStatus;
import io.headrace.schemas.ScoredGroup;
import io.headrace.schemas.ScoredTrace;
import io.headrace.schemas.Segment;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Whether a step can take a scored group, as far as the group itself tells. The learner decides for
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
  public Fitness of(ScoredGroup group) {
    if (group.getStatus() == GroupStatus.DROPPED || rewards(group).count() < FEWEST_TRACES) {
      return Fitness.UNSCORED;
    }
    return mixedRewards && rewards(group).distinct().count() == 1
        ? Fitness.EQUAL_REWARDS
        : Fitness.FIT;
  }

  /** Whether the group may enter a batch. */
  public boolean admits(ScoredGroup group) {
    return of(group) == Fitness.FIT;
  }

  /** The oldest weights version that drew a token of the group; 0 when no token was drawn. */
  public static WeightsVersion oldestVersion(ScoredGroup group) {
    return new WeightsVersion(
        group.getTraces().stream()
            .flatMap(scored -> scored.getTrace().getSegments().stream())
            .mapToLong(Segment::getWeightsVersion)
            .min()
            .orElse(0));
  }

  private static Stream<Double> rewards(ScoredGroup group) {
    return group.getTraces().stream().map(ScoredTrace::getReward).filter(Objects::nonNull);
  }
}
