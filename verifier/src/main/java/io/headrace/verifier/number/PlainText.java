package io.headrace.verifier.number;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes the mark-up off a number: LaTeX spacing and escapes, the Unicode minus, brackets of
 * mathematics, bold.
 */
final class PlainText {

  private static final Pattern TEXT =
      Pattern.compile("\\\\(?:text|mathrm|textbf|mathbf)\\{([^{}]*)\\}");
  private static final Pattern SPACING =
      Pattern.compile("\\\\[,!;:()\\[\\]]|\\\\left(?![a-z])|\\\\right(?![a-z])");
  private static final Pattern FRACTION = Pattern.compile("\\\\[dt]frac");

  private PlainText() {}

  /** The text without mark-up; meaning and order of the rest stay. */
  static String of(String text) {
    String plain = text.replace("{,}", ",").replace('\u2212', '-').replace('\u00a0', ' ');
    plain = plain.replace("\\$", "$").replace("\\%", "%").replace("\\ ", " ");
    plain = SPACING.matcher(plain).replaceAll("");
    plain = FRACTION.matcher(plain).replaceAll(Matcher.quoteReplacement("\\frac"));
    return TEXT.matcher(plain).replaceAll(" $1");
  }

  /**
   * The text without what may surround a whole answer: bold, brackets of mathematics, a full stop.
   */
  static String unwrapped(String text) {
    String inner = text.strip();
    while (true) {
      String next = peeled(inner).strip();
      if (next.equals(inner)) {
        return inner;
      }
      inner = next;
    }
  }

  private static String peeled(String text) {
    if (text.endsWith(".")) {
      return text.substring(0, text.length() - 1);
    }
    for (String border : List.of("**", "$$", "$")) {
      if (text.length() > 2 * border.length() && text.startsWith(border) && text.endsWith(border)) {
        return text.substring(border.length(), text.length() - border.length());
      }
    }
    return text;
  }
}
