package io.headrace.reward.preference;

import java.util.List;

/** Selects preference pairs from the scored responses of a group. Pure. */
public sealed interface PairRule permits BestWorst, ShortestCorrect {

  /** Name of the rule in settings, events and metrics. */
  String name();

  /**
   * Selects pairs; the same responses give the same pairs in any order of the list.
   *
   * @param responses the responses of a group that have a score
   */
  PairSelection select(List<ScoredResponse> responses);
}
