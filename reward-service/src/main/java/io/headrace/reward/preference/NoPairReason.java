package io.headrace.reward.preference;

/** Why a group has no preference pair. */
public enum NoPairReason {
  /** Fewer than two of its traces have a score. */
  FEWER_THAN_TWO_SCORED,
  /** All scores are equal. */
  EQUAL_SCORES,
  /** The score gap is below the minimum. */
  SMALL_MARGIN,
  /** No response is correct. */
  NO_CORRECT_RESPONSE,
  /** No response is enough longer than the shortest correct one. */
  NO_LONGER_RESPONSE
}
