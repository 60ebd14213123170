package io.headrace.curriculum.family;

/** Formats demonstrations: the reasoning, then the answer as JSON. */
final class DemonstrationText {

  private DemonstrationText() {}

  static String ofNumber(String thoughts, int answer) {
    return "<think>" + thoughts + "</think>{\"ans\":" + answer + "}";
  }

  static String ofText(String thoughts, String answer) {
    return "<think>" + thoughts + "</think>{\"ans\":\"" + answer + "\"}";
  }

  static IllegalArgumentException unknownPrompt(String family, FamilyTask task) {
    return new IllegalArgumentException(
        "task family " + family + " has no prompt of the form '" + task.prompt() + "'");
  }
}
