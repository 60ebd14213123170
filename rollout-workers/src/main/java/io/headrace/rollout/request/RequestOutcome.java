package io.headrace.rollout.request;

/** How a job ended; decides how its record is acknowledged. */
public enum RequestOutcome {
  /** All traces are stored: accept. */
  SAMPLED,
  /** Its deadline has passed, or no step will use it: its group is abandoned, then accept. */
  UNNEEDED,
  /**
   * A trace could not be sent, its weights were not served here in time, or the engine failed it:
   * release, so that a worker tries again.
   */
  NOT_SENT
}
