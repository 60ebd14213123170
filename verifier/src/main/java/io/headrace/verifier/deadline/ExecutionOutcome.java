package io.headrace.verifier.deadline;

import java.time.Duration;

/**
 * Outcome of a task.
 *
 * @param <T> what the work returns
 */
public sealed interface ExecutionOutcome<T> {

  /** It returned within its limit. */
  record Done<T>(T value, Duration took) implements ExecutionOutcome<T> {}

  /** It threw within its limit. */
  record Threw<T>(Throwable problem, Duration took) implements ExecutionOutcome<T> {}

  /** It did not return within its limit; its thread was interrupted and abandoned. */
  record TimedOut<T>(Duration limit) implements ExecutionOutcome<T> {}

  /** It was never started: the executor is closed, or too many of its threads are stuck. */
  record Rejected<T>(String reason) implements ExecutionOutcome<T> {}
}
