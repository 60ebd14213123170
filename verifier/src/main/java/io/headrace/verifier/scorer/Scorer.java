package io.headrace.verifier.scorer;

import java.util.Optional;

/**
 * A named, versioned judge of responses.
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

  /** Longest response that is looked at, in characters; a longer one is not scored. */
  int LONGEST_RESPONSE = 1_000_000;

  /** Longest gold answer that is looked at, in characters. */
  int LONGEST_GOLD = 100_000;

  /** The name by which tasks ask for it. */
  String name();

  /** The version of its policy. */
  String version();

  /** Why a gold answer can't be used, so that no response could be scored; empty when it can. */
  default Optional<String> problemWithGold(String gold) {
    return Optional.empty();
  }

  /**
   * The response that gives an answer without any thoughts, as {@code headrace verify} needs it for
   * a bare answer. The answer itself where the scorer reads free text.
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
   * Whether the verifier takes its traces from a share group that this scorer has alone. A member
   * of a share group fetches nothing new while it holds a trace, so every scorer that takes longer
   * than some milliseconds a response needs a share group of its own; quick ones share one.
   */
  boolean hasOwnQueue();
}
