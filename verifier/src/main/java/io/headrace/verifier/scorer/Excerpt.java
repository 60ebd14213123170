package io.headrace.verifier.scorer;

/** Shows a piece of a text in a sentence, however long the text is. */
public final class Excerpt {

  private static final int LONGEST = 60;

  private Excerpt() {}

  /** The text in quotes, on one line, its end left out when it is long. */
  public static String of(String text) {
    String start = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    return "'" + start.replace("\n", "\\n").replace("\r", "\\r") + "'";
  }
}
