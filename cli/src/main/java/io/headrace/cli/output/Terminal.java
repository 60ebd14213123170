package io.headrace.cli.output;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import java.io.Console;
import java.io.PrintStream;
import java.util.Optional;

/**
 * Where the command writes: data to stdout, everything else to stderr. Colours and rewritten lines
 * only on a terminal. Safe for all threads.
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

  /** The process's own streams. */
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
   * Throws when what was printed could not be written, which a PrintStream keeps to itself.
   *
   * @throws HeadraceException DISK_FAILED
   */
  public static void requireWritten(PrintStream out) {
    if (out.checkError()) {
      throw new HeadraceException(
          ErrorCode.DISK_FAILED,
          "[stdout] the output can't be written; its disk is full, or its reader has ended");
    }
  }

  /** Writes a line for people. */
  public synchronized void say(String line) {
    endLine();
    err.println(line);
    err.flush();
  }

  /** Shows a progress line; on a terminal it takes the place of the one before. */
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
