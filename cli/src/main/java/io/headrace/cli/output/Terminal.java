package io.headrace.cli.output;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import java.io.Console;
import java.io.PrintStream;
import java.util.Optional;

/**
 * The output of a command: data to stdout, everything else to stderr. Uses colours and rewritten
 * lines only on a terminal. Safe for all threads.
 */
public final class Terminal {

  private final PrintStream out;
  private final PrintStream err;
  private final boolean interactive;
  private boolean lineOpen;

  /** A terminal over the given streams. */
  public Terminal(PrintStream out, PrintStream err, boolean interactive) {
    this.out = out;
    this.err = err;
    this.interactive = interactive;
  }

  /** A terminal over the process's standard streams. */
  public static Terminal system() {
    boolean terminal =
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    boolean colour = System.getenv("NO_COLOR") == null;
    return new Terminal(System.out, System.err, terminal && colour);
  }

  /** Whether lines can be rewritten and coloured. */
  public boolean interactive() {
    return interactive;
  }

  /**
   * Writes a line of data.
   *
   * @throws HeadraceException DISK_FAILED when it can't be written
   */
  public synchronized void data(String line) {
    endLine();
    out.println(line);
    requireWritten(out);
  }

  /**
   * Checks that the printed output was written, since a PrintStream does not throw.
   *
   * @throws HeadraceException DISK_FAILED when it was not
   */
  public static void requireWritten(PrintStream out) {
    if (out.checkError()) {
      throw new HeadraceException(
          ErrorCode.DISK_FAILED,
          "[stdout] the output can't be written; its disk is full, or its reader has ended");
    }
  }

  /** Writes a message line to stderr. */
  public synchronized void message(String line) {
    endLine();
    err.println(line);
    err.flush();
  }

  /** Writes a progress line to stderr; on a terminal it replaces the previous one. */
  public synchronized void progress(String line) {
    if (interactive) {
      err.print("\r\u001b[2K" + line);
      lineOpen = true;
    } else {
      err.println(line);
    }
    err.flush();
  }

  private void endLine() {
    if (lineOpen) {
      err.println();
      lineOpen = false;
    }
  }
}
