package io.headrace.cli.output;

/** The format of a command's data on stdout. */
public enum Format {
  /** Text. */
  TEXT,
  /** One JSON object per line. */
  JSON
}
