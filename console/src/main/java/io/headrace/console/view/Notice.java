package io.headrace.console.view;

/** Something a page that is open wants to hear of. */
public sealed interface Notice {
  /** A step was done. */
  record Step(StepPoint point) implements Notice {}

  /** An evaluation was completed. */
  record Evaluation(EvaluationPoint point) implements Notice {}

  /** A weights version was published. */
  record Weights(WeightsPoint point) implements Notice {}

  /** A trace came, or something new is known of it. */
  record Trace(TraceSummary summary) implements Notice {}

  /** A record was given up. */
  record DeadLetter(DeadLetterSummary summary) implements Notice {}
}
