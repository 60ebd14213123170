package io.headrace.learner.batch;

/**
 * The place among the demonstrations, which are gone through in order and again from the start.
 *
 * @param pass how many times they were gone through
 * @param offset the offset of the next one
 */
public record DemonstrationPlace(long pass, long offset) {

  /** Before the first. */
  public static final DemonstrationPlace START = new DemonstrationPlace(0, 0);

  /** After the record at an offset. */
  public DemonstrationPlace after(long read) {
    return new DemonstrationPlace(pass, read + 1);
  }

  /** At the start of the next pass. */
  public DemonstrationPlace nextPass() {
    return new DemonstrationPlace(pass + 1, 0);
  }
}
