package io.headrace.verifier.scorer;

/** Quotes the beginning of a text for messages. */
public final class Excerpt {

  private static final int LONGEST = 60;

  private Excerpt() {}

  /** The text in quotes, on one line, shortened to 60 characters. */
  public static String of(String text) {
    String start = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    return "'" + start.replace("\n", "\\n").replace("\r", "\\r") + "'";
  }
}
