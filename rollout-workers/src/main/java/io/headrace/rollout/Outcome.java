package io.headrace.rollout;

/** How a request ended here, and with that how its record is acknowledged. */
enum Outcome {
  /** All traces are safely on the log: accept. */
  SAMPLED,
  /** Its deadline has passed, or no step will be taken with it: accept. */
  UNNEEDED,
  /** A trace could not be sent: release, so that a worker tries again. */
  NOT_SENT
}
