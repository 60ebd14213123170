package io.headrace.console;

/** Names of the console's meters. */
public final class ConsoleMetrics {
  /** Records read from the log. */
  public static final String RECORDS = "headrace.console.records";

  /** Records of the log that are no events. */
  public static final String UNDECODABLE = "headrace.console.undecodable.records";

  /** Pages that listen for events now. */
  public static final String LISTENERS = "headrace.console.listeners";

  private ConsoleMetrics() {}
}
