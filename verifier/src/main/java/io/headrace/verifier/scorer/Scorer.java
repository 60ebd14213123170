package io.headrace.verifier.scorer;

import java.util.Optional;

/**
 * A named, versioned, pure function that scores a response against a gold answer.
 *
 * <p>The same input always gets the same score from the same version; raise the version with every
 * change that can change a score. Implementations hold no state and are called from several threads
 * at once. They bound the size of what they parse; whoever calls them also bounds their time (see
 * {@link io.headrace.verifier.deadline.DeadlineExecutor}) and turns an exception into a verdict
 * without a score.
 */
public interface Scorer {

  /** Longest response that is looked at, in characters; a longer one is not scored. */
  int LONGEST_RESPONSE = 1_000_000;

  /** Longest gold answer that is looked at, in characters. */
  int LONGEST_GOLD = 100_000;

  /** The name tasks ask for it by. */
  String name();

  /** The version of its policy. */
  String version();

  /** Judges a response. */
  Score score(ScorerInput input);

  /** Why a gold answer can't be used, so that no response could be scored; empty when it can. */
  default Optional<String> problemWithGold(String gold) {
    return Optional.empty();
  }

  /**
   * The response that gives an answer without any thoughts: what a bare answer in a file of cases
   * stands for. The answer itself where the scorer reads free text.
   */
  default String responseOf(String bareAnswer) {
    return bareAnswer;
  }
}
