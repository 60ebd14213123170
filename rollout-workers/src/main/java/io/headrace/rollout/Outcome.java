package io.headrace.rollout;

/** How a request ended here, and with that how its record is acknowledged. */
enum Outcome {
  /** All traces are safely on the log: accept. */
  SAMPLED,
  /** Its deadline has passed; the assembler makes do with what there is: accept. */
  EXPIRED,
  /** A trace could not be sent: release, so that a worker tries again. */
  NOT_SENT
}
