package io.headrace.curriculum.task;

/**
 * How the lines of a tasks file are read.
 *
 * @param promptTemplate the prompt of a line; {@code {prompt}} stands for the line's own text
 * @param verifier the scorer of lines that name none; empty when each line has to
 */
public record TaskFileFormat(String promptTemplate, String verifier) {

  private static final String PLACE = "{prompt}";

  public TaskFileFormat {
    if (!promptTemplate.contains(PLACE)) {
      throw new IllegalArgumentException(
          "the prompt template '" + promptTemplate + "' has no " + PLACE + "; write one where the task's text goes");
    }
  }

  /** Prompts as they stand in the file, each line naming its verifier. */
  public static TaskFileFormat plain() {
    return new TaskFileFormat(PLACE, "");
  }

  String promptFor(String text) {
    return promptTemplate.replace(PLACE, text);
  }
}
