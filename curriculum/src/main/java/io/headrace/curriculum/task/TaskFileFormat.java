package io.headrace.curriculum.task;

/**
 * How the lines of a tasks file are read.
 *
 * @param questionTemplate the prompt of a line with {@code question} and {@code answer}, with
 *     {@code {question}} in place of the question; not used for lines with a prompt
 * @param verifier the scorer of a line that names none; empty when each line has to name one
 */
public record TaskFileFormat(String questionTemplate, String verifier) {

  private static final String PLACE = "{question}";

  public TaskFileFormat {
    if (!questionTemplate.contains(PLACE)) {
      throw new IllegalArgumentException(
          "the prompt template '"
              + questionTemplate
              + "' has no "
              + PLACE
              + "; write it where the question goes");
    }
  }

  /** Prompts are used as they are, and each line has to name its scorer. */
  public static TaskFileFormat plain() {
    return new TaskFileFormat(PLACE, "");
  }

  String promptFor(String question) {
    return questionTemplate.replace(PLACE, question);
  }
}
