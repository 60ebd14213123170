package io.headrace.verifier.cases;

/**
 * Counts of a scored file of cases.
 *
 * @param cases lines that were not blank
 * @param right cases with a score of 1
 * @param scored cases with any score
 * @param malformed lines that were no cases
 */
public record CaseSummary(long cases, long right, long scored, long malformed) {

  static final CaseSummary EMPTY = new CaseSummary(0, 0, 0, 0);

  CaseSummary plus(CaseSummary other) {
    return new CaseSummary(
        cases + other.cases,
        right + other.right,
        scored + other.scored,
        malformed + other.malformed);
  }
}
