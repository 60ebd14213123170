package io.headrace.cli.command;

/** Exit codes of the command. */
final class ExitCode {

  /** The command succeeded. */
  static final int OK = 0;

  /** The command failed; the reason is on stderr. */
  static final int FAILED = 1;

  /** The command line or the input is invalid; stderr names what to change. */
  static final int USAGE = 2;

  /** The command completed, but a goal was not met or the last weights could not be evaluated. */
  static final int GOAL_MISSED = 3;

  private ExitCode() {}
}
