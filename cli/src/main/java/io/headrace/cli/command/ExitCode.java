package io.headrace.cli.command;

/** Exit codes of the command. */
final class ExitCode {

  /** All went well. */
  static final int OK = 0;

  /** What was asked for failed; stderr says why. */
  static final int FAILED = 1;

  /** The command line or the input can't be used; stderr says what to change. */
  static final int USAGE = 2;

  /** It worked and the result is below what was asked for, such as a goal that was not met. */
  static final int GOAL_MISSED = 3;

  private ExitCode() {}
}
