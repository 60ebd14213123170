package io.headrace.learner.batch;

/** What came of looking at one record of the log. */
public sealed interface FilterResult {

  /** It enters the batch. */
  record Admitted(TraceGroup group) implements FilterResult {}

  /** It is passed over. */
  record Skipped(SkippedRecord entry) implements FilterResult {}
}
