package io.headrace.reward.preference;

/**
 * Two responses of a group, of which one is preferred.
 *
 * @param chosen the preferred response
 * @param rejected the other response
 */
public record ResponsePair(ScoredResponse chosen, ScoredResponse rejected) {

  /** Score of the chosen response minus score of the rejected one. */
  public double margin() {
    return chosen.score() - rejected.score();
  }
}
