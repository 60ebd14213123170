package io.headrace.cli.command;

/** Exit codes of the command. */
final class ExitCode {

  /** All went well. */
  static final int OK = 0;

  /** What was asked for failed; stderr says why. */
  static final int FAILED = 1;

  /** The command line or the input can't be used; stderr says what to change. */
  static final int USAGE = 2;

  /**
   * It worked and there is no result, or one below what was asked for: the last weights could not
   * be measured, or a goal was not met.
   */
  static final int GOAL_MISSED = 3;

  private ExitCode() {}
}
