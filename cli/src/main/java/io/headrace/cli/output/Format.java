package io.headrace.cli.output;

/** What a command writes to stdout. */
public enum Format {
  /** For people. */
  TEXT,
  /** One JSON object a line, for programs. */
  JSON
}
