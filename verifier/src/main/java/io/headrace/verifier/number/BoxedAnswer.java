package io.headrace.verifier.number;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the last box of a text: {@code \boxed{5}}, {@code \fbox}, {@code \framebox[2cm][c]{5}},
 * {@code \boxed 5}, and of nested ones the outermost. Braces are matched in one pass.
 */
final class BoxedAnswer {

  private static final Pattern BOX =
      Pattern.compile(
          "\\\\(?:boxed|fbox|framebox|Aboxed|tcboxmath)(?![A-Za-z])"
              + "|\\\\(?:fcolorbox *\\{[^{}]{0,40}\\}|colorbox) *\\{[^{}]{0,40}\\}(?= *\\{)");
  private static final Pattern OPTIONS =
      Pattern.compile("[ \\n]*+(?:\\[[^\\]\\n]{0,40}\\][ \\n]*+){0,2}");

  private static final Pattern PART_BEFORE =
      Pattern.compile(
          "(?:[-—±∓√^/×÷·<>≠≤≥]|\\\\(?:pm|mp|sqrt|times|cdot|div|neq?|leq?|geq?|lt|gt)|\\p{Nd}"
              + "|(?<![\\p{L}])(?:minus|negative|not)|n't|[负負]|不是)(?:[$ {]|\\\\[(\\[])*$"
              + "|[0-9)]\\s*[-—+*]\\s*[$ ]*$",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern BULLET_BEFORE =
      Pattern.compile("(?:^|\\n) *[-—] [$ ]*$|(?<=[\\p{L}:.,]) [-—] [$ ]*$");
  private static final Pattern PART_AFTER =
      Pattern.compile(
          "^[$ }]*(?:[\\^!/×÷·±+_\\p{No}\\p{Nd}(]|[-—]"
              + " ?[0-9(\\\\]|\\\\(?:times|cdot|div|pm|frac|sqrt|pi|over)|[*](?![* .,;:\\n"
              + "]|$))");
  private static final Pattern JOINED_TO_BOX =
      Pattern.compile("[\\s$,;:&/|(){}\\[\\]+*=≈~<>\\\\-]*+");
  private static final Pattern SENTENCE_END = Pattern.compile("[.!?](?:\\s|$)|\\n\\s*\\n");

  private BoxedAnswer() {}

  /**
   * The last box.
   *
   * @param content what is in the braces, or the rest of the line when there are none
   * @param braced whether there are braces
   * @param part whether the surrounding text makes the box one of several answers or part of an
   *     operation
   */
  record Box(String content, boolean braced, boolean part) {}

  /** The last box of a text in plain characters; empty content where it is not closed. */
  static Optional<Box> last(String text) {
    if (text.indexOf('\\') < 0) {
      return Optional.empty();
    }
    int[] closing = new int[0];
    Span last = Span.NONE;
    Span previous = Span.NONE;
    Matcher box = BOX.matcher(text);
    while (box.find()) {
      if (box.start() < last.end) {
        continue;
      }
      closing = closing.length == 0 ? closings(text) : closing;
      previous = last;
      last = span(text, box, closing);
    }
    return last.start < 0 ? Optional.empty() : Optional.of(box(text, previous, last));
  }

  private record Span(int start, int from, int to, int end, boolean braced) {
    static final Span NONE = new Span(-1, -1, -1, -1, false);
  }

  private static Span span(String text, Matcher box, int[] closing) {
    Matcher options = OPTIONS.matcher(text).region(box.end(), text.length());
    int at = options.lookingAt() ? options.end() : box.end();
    if (text.startsWith("{", at)) {
      boolean closed = closing[at] > 0;
      return new Span(
          box.start(),
          at + 1,
          closed ? closing[at] : at + 1,
          closed ? closing[at] + 1 : at + 1,
          true);
    }
    return new Span(box.start(), at, at, at, false);
  }

  /** For every opening brace the index of the one that closes it, or 0. */
  private static int[] closings(String text) {
    int[] closing = new int[text.length()];
    int[] open = new int[text.length()];
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (character == '\\') {
        i++;
      } else if (character == '{') {
        open[depth++] = i;
      } else if (character == '}' && depth > 0) {
        closing[open[--depth]] = i;
      }
    }
    return closing;
  }

  private static Box box(String text, Span previous, Span box) {
    int line = text.indexOf('\n', box.from);
    int to = box.braced ? box.to : line < 0 ? text.length() : line;
    String content = text.substring(box.from, to);
    String before = text.substring(Math.max(0, box.start - 60), box.start);
    String after = box.braced ? text.substring(box.end, Math.min(text.length(), box.end + 60)) : "";
    boolean part =
        (PART_BEFORE.matcher(before).find() && !BULLET_BEFORE.matcher(before).find())
            || PART_AFTER.matcher(after).find()
            || scaled(after)
            || offersMore(after)
            || (previous.start >= 0
                && !text.substring(previous.from, previous.to).strip().equals(content.strip())
                && areJoined(text.substring(previous.end, box.start)));
    return new Box(content, box.braced, part);
  }

  private static boolean scaled(String after) {
    String plain = MarkupRemover.removed(after.replaceFirst("^[$ }]*", " "));
    return NumberWords.SCALE.matcher(plain).lookingAt()
        || NumberWords.AFTER_PART.matcher(plain).find();
  }

  /** Whether another number is offered in the same sentence after the box. */
  private static boolean offersMore(String after) {
    Matcher end = SENTENCE_END.matcher(after);
    String sentence = MarkupRemover.removed(end.find() ? after.substring(0, end.start()) : after);
    Matcher offer = NumberWords.OFFERS.matcher(sentence);
    Matcher digit = Pattern.compile("[0-9]").matcher(sentence);
    return (offer.find() && digit.find(offer.end()))
        || sentence.matches("(?s)[$ }]*[,;&/|:]?\\s*(?:and|to)?\\s*[$(\\[]*[-—+]?[0-9].*");
  }

  private static boolean areJoined(String between) {
    if (between.length() > 60) {
      return false;
    }
    String plain = MarkupRemover.removed(between);
    return (JOINED_TO_BOX.matcher(between).matches() && !between.contains("\n\n"))
        || NumberWords.OFFERS.matcher(plain).find()
        || NumberWords.LISTS.matcher(lastSentence(plain)).lookingAt()
        || (!SENTENCE_END.matcher(plain).find() && NumberWords.LISTS.matcher(plain).find());
  }

  /** What follows the last sentence end: {@code "and "} of {@code "42. and "}. */
  private static String lastSentence(String text) {
    Matcher end = SENTENCE_END.matcher(text);
    int from = 0;
    while (end.find()) {
      from = end.end();
    }
    return text.substring(from).strip();
  }
}
