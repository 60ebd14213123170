package io.headrace.cli.doctor;

/**
 * The result of a check.
 *
 * @param check name of the check
 * @param level severity
 * @param detail the finding, and what to do unless the level is OK
 */
public record CheckResult(String check, Level level, String detail) {

  /** Severity of a finding. */
  public enum Level {
    OK,
    /** Works, but something is missing or slow. */
    WARNING,
    /** Headrace can't run. */
    FAILED
  }
}
