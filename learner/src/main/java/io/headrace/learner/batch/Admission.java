package io.headrace.learner.batch;

/** What came of looking at one record of the log. */
public sealed interface Admission {

  /** It enters the batch. */
  record Admitted(TraceGroup group) implements Admission {}

  /** It is passed over. */
  record Skipped(LeftOut entry) implements Admission {}
}
