package io.headrace.curriculum.task;

/**
 * How the lines of a tasks file are read.
 *
 * @param questionTemplate the prompt of a question/answer line; {@code {question}} stands for the
 *     question; a line with a prompt of its own keeps it
 * @param verifier the scorer of lines that name none; empty when each line has to
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
              + "; write one where the question goes");
    }
  }

  /** Prompts as they stand in the file, each line naming its verifier. */
  public static TaskFileFormat plain() {
    return new TaskFileFormat(PLACE, "");
  }

  String promptFor(String question) {
    return questionTemplate.replace(PLACE, question);
  }
}
