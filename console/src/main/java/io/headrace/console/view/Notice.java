package io.headrace.console.view;

/** A change of the view that is sent to open pages. */
public sealed interface Notice {
  /** A step was completed. */
  record Step(StepPoint point) implements Notice {}

  /** An evaluation was completed. */
  record Evaluation(EvaluationPoint point) implements Notice {}

  /** A weights version was published. */
  record Weights(WeightsPoint point) implements Notice {}

  /** A trace was added or updated. */
  record Trace(TraceSummary summary) implements Notice {}

  /** A record was dead-lettered. */
  record DeadLetter(DeadLetterSummary summary) implements Notice {}
}
