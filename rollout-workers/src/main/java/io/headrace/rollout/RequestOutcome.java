package io.headrace.rollout;

/** How a request ended here, and with that how its record is acknowledged. */
enum RequestOutcome {
  /** All traces are safely on the log: accept. */
  SAMPLED,
  /**
   * Its limit has passed, or no step will be taken with it: its group is abandoned, then accept.
   */
  UNNEEDED,
  /**
   * A trace could not be sent, or its weights did not come: release, so that a worker tries again.
   */
  NOT_SENT
}
