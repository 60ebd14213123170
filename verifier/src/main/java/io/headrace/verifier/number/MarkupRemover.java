package io.headrace.verifier.number;

import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Removes the mark-up from a text in {@link CharacterNormalizer plain characters}: LaTeX, Markdown,
 * tags of HTML, the calculator notes {@code <<48/2=24>>} of GSM8K. An unknown command of LaTeX is
 * kept and prevents a number next to it from being read.
 *
 * <p>Every pattern starts at a character of its own and ends at the next such, so that time is
 * linear in the length of the text.
 */
final class MarkupRemover {

  private static final Pattern NOTE = Pattern.compile("<<[^<>\\n]*+>>");
  private static final Pattern TAG =
      Pattern.compile(
          "</?(?:b|i|u|p|br|em|strong|span|div|code|mark|answer|center|sup|sub)(?: [^<>\\n]*+)?/?>",
          Pattern.CASE_INSENSITIVE);

  /** Commands whose argument is shown in a line with the rest. */
  private static final Pattern TEXT =
      Pattern.compile(
          "\\\\(?:text(?:bf|it|rm|sf|tt|normal)?|math(?:rm|bf|it|sf|tt|normal)|mbox|hbox|makebox"
              + "|boldsymbol|bm|emph|underline|operatorname|boxed|fbox|framebox) ?\\{([^{}]*+)\\}");

  private static final int DEEPEST = 4;

  private static final Pattern SPACING =
      Pattern.compile(
          "\\\\[!()\\[\\]]|\\\\(?:left|right|big|Big|bigg|Bigg)(?![A-Za-z])\\.?"
              + "|\\\\(?:displaystyle|textstyle|limits)(?![A-Za-z])");
  private static final Pattern THIN_SPACE = Pattern.compile("(?<=[0-9])\\\\[,;: ](?=[0-9]{3})");
  private static final Pattern WIDE =
      Pattern.compile(
          "\\\\(?:[,;: ]|(?:quad|qquad|enspace|thinspace|newline)(?![A-Za-z]))|~(?=\\\\)");
  private static final Pattern BREAK = Pattern.compile("\\\\\\\\");
  private static final Pattern ENVIRONMENT =
      Pattern.compile("\\\\(?:begin|end)\\{[a-z]{1,12}\\*?\\}");
  private static final Pattern DEGREES = Pattern.compile("\\^(?:\\\\circ|\\{\\\\circ\\})");

  private static final Map<String, String> SYMBOLS =
      Map.ofEntries(
          Map.entry("approx", "≈"),
          Map.entry("simeq", "≈"),
          Map.entry("cong", "≈"),
          Map.entry("sim", "≈"),
          Map.entry("equiv", "="),
          Map.entry("to", "→"),
          Map.entry("rightarrow", "→"),
          Map.entry("Rightarrow", "→"),
          Map.entry("longrightarrow", "→"),
          Map.entry("implies", "→"),
          Map.entry("therefore", "→"),
          Map.entry("dollar", "$"),
          Map.entry("textdollar", "$"));
  private static final Pattern SYMBOL =
      Pattern.compile("\\\\(" + String.join("|", SYMBOLS.keySet()) + ")(?![A-Za-z])");

  private static final String PART = "-?[0-9][0-9.,]{0,40}";
  private static final Pattern FRACTION =
      Pattern.compile(
          "([0-9]?)\\\\[dtc]?frac ?(?:\\{ ?(P) ?\\} ?\\{ ?(P) ?\\}|([0-9])([0-9])(?![0-9]))"
              .replace("P", PART));

  /** Bold and italic text; two stars between digits are a power. */
  private static final Pattern EMPHASIS =
      Pattern.compile("(?<![\\p{L}0-9*_)\\]])([*_]{1,3})([^*_\\n]++)\\1(?![\\p{L}0-9*_(])");

  private static final Pattern BLANKS = Pattern.compile("  ++");

  private static final Pattern STRONG =
      Pattern.compile("(?<![0-9)*])\\*\\*(?!\\*)|(?<!\\*)\\*\\*(?![0-9(*])");

  private static final List<String> PAIRS =
      List.of("**", "**", "$$", "$$", "$", "$", "(", ")", "{", "}", "\"", "\"", "`", "`", "“", "”");

  private MarkupRemover() {}

  /** The text without mark-up; meaning and order of the rest are unchanged. */
  static String removed(String text) {
    String plain = text.replace("`", "");
    if (plain.indexOf('<') >= 0) {
      plain = TAG.matcher(NOTE.matcher(plain).replaceAll("")).replaceAll(" ");
    }
    plain = EMPHASIS.matcher(plain).replaceAll("$2");
    plain = STRONG.matcher(plain).replaceAll("");
    plain = plain.indexOf('\\') < 0 ? plain.replace("{,}", ",") : withoutCommands(plain);
    return BLANKS.matcher(plain).replaceAll(" ");
  }

  private static String withoutCommands(String text) {
    String plain = text.replace("{,}", ",").replace("\\$", "$").replace("\\%", "%");
    plain = BREAK.matcher(plain).replaceAll("\n");
    plain = ENVIRONMENT.matcher(plain).replaceAll(" ");
    plain = DEGREES.matcher(plain).replaceAll("°");
    plain = SPACING.matcher(plain).replaceAll("");
    plain = THIN_SPACE.matcher(plain).replaceAll("");
    plain = WIDE.matcher(plain).replaceAll(" ");
    plain = SYMBOL.matcher(plain).replaceAll(found -> symbol(found.group(1)));
    for (int depth = 0; depth < DEEPEST && plain.indexOf('{') >= 0; depth++) {
      plain = TEXT.matcher(plain).replaceAll(MarkupRemover::inLine);
    }
    return FRACTION.matcher(plain).replaceAll(MarkupRemover::fraction);
  }

  private static String symbol(String name) {
    return Matcher.quoteReplacement(SYMBOLS.getOrDefault(name, ""));
  }

  /** The argument, apart from what precedes it where it starts with a letter. */
  private static String inLine(MatchResult found) {
    String argument = found.group(1);
    boolean word = !argument.isEmpty() && Character.isLetter(argument.charAt(0));
    return Matcher.quoteReplacement(word ? " " + argument : argument);
  }

  private static String fraction(MatchResult found) {
    String whole = found.group(1);
    boolean braced = found.group(2) != null;
    String ratio = found.group(braced ? 2 : 4) + "/" + found.group(braced ? 3 : 5);
    return whole.isEmpty() ? ratio : whole + " " + ratio;
  }

  /** The text without what may surround a whole answer: bold, brackets, quotes, a full stop. */
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
    for (int i = 0; i + 1 < PAIRS.size(); i += 2) {
      String opening = PAIRS.get(i);
      String closing = PAIRS.get(i + 1);
      if (text.length() > opening.length() + closing.length()
          && text.startsWith(opening)
          && text.endsWith(closing)) {
        return text.substring(opening.length(), text.length() - closing.length());
      }
    }
    return text;
  }
}
