package io.headrace.console;

/** Names of the console's meters. */
public final class ConsoleMetrics {
  /** Records read from the log. */
  public static final String RECORDS = "headrace.console.records";

  /** Records that could not be applied, such as those that are not events. */
  public static final String UNDECODABLE = "headrace.console.undecodable.records";

  /** Open connections for server-sent events. */
  public static final String LISTENERS = "headrace.console.listeners";

  private ConsoleMetrics() {}
}
