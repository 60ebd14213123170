package io.headrace.curriculum.task;

/**
 * Why one line of a tasks file can't be used.
 *
 * @param file the file, as the user named it
 * @param line number of the line, from 1
 * @param reason one clause: what was found and what was expected
 */
public record LineProblem(String file, int line, String reason) {

  /** The problem as a user reads it: {@code tasks.jsonl:12: reason}. */
  @Override
  public String toString() {
    return file + ":" + line + ": " + reason;
  }
}
