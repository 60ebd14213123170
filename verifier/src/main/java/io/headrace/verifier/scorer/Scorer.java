package io.headrace.verifier.scorer;

import java.util.Optional;

/**
 * Scores responses; has a name and a version.
 *
 * <p>The same input gets the same score from the same version where that is possible; raise the
 * version with every change that can change a score. Implementations are called from several
 * threads at once and bound the size of what they parse. The caller bounds their time and turns an
 * exception into a verdict without a score.
 *
 * <p>Each scorer has threads, or requests in flight, of its own ({@link #limits}), so that a slow
 * one does not delay the others.
 */
public sealed interface Scorer permits PureScorer, AsyncScorer, GroupScorer {

  /** Maximum length of a response, in characters; a longer one is not scored. */
  int LONGEST_RESPONSE = 1_000_000;

  /** Maximum length of a gold answer, in characters. */
  int LONGEST_GOLD = 100_000;

  /** The name by which tasks refer to it. */
  String name();

  /** The version of its rules. */
  String version();

  /** Why a gold answer can't be used, so that no response could be scored; empty when it can. */
  default Optional<String> problemWithGold(String gold) {
    return Optional.empty();
  }

  /**
   * A response without thoughts that contains only an answer, for {@code headrace verify}. The
   * answer unchanged when the scorer reads free text.
   */
  default String responseOf(String bareAnswer) {
    return bareAnswer;
  }

  /**
   * Its concurrency and time-out.
   *
   * @param defaults {@code verifier.threads} and {@code verifier.score-timeout}
   */
  default ScorerLimits limits(ScorerLimits defaults) {
    return defaults;
  }

  /**
   * Whether only this scorer reads its share group of traces. A member of a share group fetches
   * nothing new while it holds a trace, so every scorer that takes longer than a few milliseconds
   * per response needs its own share group; fast ones share one.
   */
  boolean hasOwnQueue();
}
