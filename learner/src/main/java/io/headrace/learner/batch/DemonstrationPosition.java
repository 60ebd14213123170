package io.headrace.learner.batch;

/**
 * A position in the demonstrations, which are read in order, pass after pass.
 *
 * @param pass number of complete passes
 * @param offset the offset of the next one
 */
public record DemonstrationPosition(long pass, long offset) {

  /** Before the first. */
  public static final DemonstrationPosition START = new DemonstrationPosition(0, 0);

  /** After the record at an offset. */
  public DemonstrationPosition after(long read) {
    return new DemonstrationPosition(pass, read + 1);
  }

  /** At the start of the next pass. */
  public DemonstrationPosition nextPass() {
    return new DemonstrationPosition(pass + 1, 0);
  }
}
