package io.headrace.reward.preference;

import java.util.List;

/** The pairs of a group, or the reason why it has none. */
public sealed interface PairSelection {

  /** The pairs, at least one. */
  record Selected(List<ResponsePair> pairs) implements PairSelection {

    /** Copies the pairs. */
    public Selected {
      pairs = List.copyOf(pairs);
    }
  }

  /** No pair, with the reason. */
  record None(NoPairReason reason) implements PairSelection {}

  /** No pair. */
  static PairSelection none(NoPairReason reason) {
    return new None(reason);
  }
}
