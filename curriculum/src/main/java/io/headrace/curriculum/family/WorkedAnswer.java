package io.headrace.curriculum.family;

/** The form of every demonstration: the thoughts, then one JSON answer. */
final class WorkedAnswer {

  private WorkedAnswer() {}

  static String ofNumber(String thoughts, int answer) {
    return "<think>" + thoughts + "</think>{\"ans\":" + answer + "}";
  }

  static String ofText(String thoughts, String answer) {
    return "<think>" + thoughts + "</think>{\"ans\":\"" + answer + "\"}";
  }

  static IllegalArgumentException foreign(String family, FamilyTask task) {
    return new IllegalArgumentException(
        "task family " + family + " did not write the prompt '" + task.prompt() + "'");
  }
}
