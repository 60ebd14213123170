package io.headrace.cli.doctor;

/**
 * What a check found.
 *
 * @param check its name
 * @param level how bad it is
 * @param detail what was seen, and what to do unless all is well
 */
public record CheckResult(String check, Level level, String detail) {

  /** How bad a finding is. */
  public enum Level {
    OK,
    /** Works, but something is missing or slow. */
    WARNING,
    /** Headrace can't run. */
    FAILED
  }
}
