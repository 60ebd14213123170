package io.headrace.cli;

import io.headrace.cli.command.CommandTree;
import io.headrace.cli.output.Terminal;

/** The {@code headrace} command. */
public final class Headrace {

  private Headrace() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(CommandTree.of(Terminal.system()).execute(arguments));
  }
}
