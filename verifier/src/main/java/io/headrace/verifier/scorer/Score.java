package io.headrace.verifier.scorer;

/** Result of a scorer. A response that can't be scored has no score, never a score of 0. */
public sealed interface Score {

  /**
   * The response was scored.
   *
   * @param score 0 for wrong to 1 for right
   * @param detail one sentence: what was found
   */
  record Scored(double score, String detail) implements Score {

    public Scored {
      if (!(score >= 0 && score <= 1)) {
        throw new IllegalArgumentException("a score lies between 0 and 1, not at " + score);
      }
    }
  }

  /**
   * The response could not be scored, for a reason that the policy did not cause, such as a gold
   * answer that does not parse.
   *
   * @param reason one sentence: why
   */
  record NotScored(String reason) implements Score {}

  /** A right answer. */
  static Score right(String detail) {
    return new Scored(1, detail);
  }

  /** A wrong answer, or none. */
  static Score wrong(String detail) {
    return new Scored(0, detail);
  }
}
