package io.headrace.learner.batch;

/** The decision of {@link BatchFilter} on one record of the log. */
public sealed interface FilterResult {

  /** It enters the batch. */
  record Admitted(TraceGroup group) implements FilterResult {}

  /** It is skipped. */
  record Skipped(SkippedRecord entry) implements FilterResult {}
}
