package io.headrace.rollout.request;

import io.headrace.schemas.Purpose;

/** Which traces a run still uses. Pure. */
public final class PhaseRule {

  private PhaseRule() {}

  /**
   * Whether traces of a purpose are used.
   *
   * @param isOver whether no further step is taken
   */
  public static boolean needs(Purpose purpose, boolean isOver) {
    return purpose != Purpose.TRAIN || !isOver;
  }
}
