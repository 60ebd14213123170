package io.headrace.verifier.scoring;

import io.headrace.verifier.scorer.ScorerInput;

/**
 * A response as a member of its group.
 *
 * @param groupId the group
 * @param samples how many responses the group has
 * @param sample number of this one, from 0
 * @param input what is scored; prompt and gold are those of the whole group
 */
public record GroupMember(String groupId, int samples, int sample, ScorerInput input) {

  public GroupMember {
    if (sample < 0 || sample >= samples) {
      throw new IllegalArgumentException(
          "sample %d is not one of %d of group %s".formatted(sample, samples, groupId));
    }
  }
}
