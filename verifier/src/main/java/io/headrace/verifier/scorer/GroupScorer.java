package io.headrace.verifier.scorer;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * A scorer that compares the responses of a group with each other, such as a pairwise judge or a
 * reward relative to the group. Answers asynchronously, as an {@link AsyncScorer} does; its limits
 * apply to groups.
 */
public non-sealed interface GroupScorer extends Scorer {

  /**
   * Starts to score the responses of a group.
   *
   * @return one score for each response, in the order of {@link GroupInput#responses}; another
   *     number of scores is a verdict ERROR for each
   */
  CompletionStage<List<Score>> score(GroupInput group);

  @Override
  default boolean hasOwnQueue() {
    return true;
  }
}
