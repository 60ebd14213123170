package io.headrace.verifier.number;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the number that a free-form response ends up with.
 *
 * <p>Only what follows the last {@code </think>} is read. There the first of these decides, the
 * last one of its kind: a {@code \boxed{}}, {@code ####}, "answer is", {@code {"ans": …}}, and else
 * the last number of the text. What decides is taken or is no number; a later kind is never tried,
 * so that offering several answers does not help.
 */
final class FinalNumber {

  private static final String BOXED = "\\boxed{";
  private static final String HASHES = "####";
  private static final Pattern ANSWER_IS =
      Pattern.compile("\\banswer\\b\\*{0,2} ?(?:is|:|=)", Pattern.CASE_INSENSITIVE);
  private static final Pattern JSON_ANSWER = Pattern.compile("\\{\\s*+\"ans\"");
  private static final Pattern WORD_BREAK = Pattern.compile("\\s+");
  private static final Pattern SENTENCE_END = Pattern.compile("\\.\\s|\\n");

  private static final JsonMapper STRICT_JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private FinalNumber() {}

  /** The final number of a response, empty when there is none. */
  static Optional<Quantity> of(String response) {
    int closing = response.lastIndexOf("</think>");
    if (closing < 0 && response.contains("<think>")) {
      return Optional.empty();
    }
    String text = closing < 0 ? response : response.substring(closing + "</think>".length());
    int boxed = text.lastIndexOf(BOXED);
    if (boxed >= 0) {
      return boxed(text, boxed + BOXED.length());
    }
    int hashes = text.lastIndexOf(HASHES);
    if (hashes >= 0) {
      return NumberReader.whole(text.substring(hashes + HASHES.length()).strip().split("\n", 2)[0]);
    }
    int phrase = lastEnd(ANSWER_IS, text);
    if (phrase >= 0) {
      return firstNumber(text.substring(phrase));
    }
    Matcher json = JSON_ANSWER.matcher(text);
    int start = lastStart(json);
    return start >= 0
        ? json(text.substring(start).strip())
        : withUnit(text).or(() -> lastNumber(PlainText.of(text)));
  }

  private static Optional<Quantity> boxed(String text, int start) {
    int depth = 1;
    for (int i = start; i < text.length(); i++) {
      if (text.charAt(i) == '{') {
        depth++;
      } else if (text.charAt(i) == '}' && --depth == 0) {
        return NumberReader.whole(text.substring(start, i));
      }
    }
    return Optional.empty();
  }

  private static Optional<Quantity> firstNumber(String text) {
    String sentence = SENTENCE_END.split(text.strip(), 2)[0];
    Optional<Quantity> whole = withUnit(sentence);
    if (whole.isPresent()) {
      return whole;
    }
    String plain = PlainText.of(sentence.substring(sentence.lastIndexOf('=') + 1));
    Matcher number = NumberReader.NUMBER.matcher(plain);
    return number.find() ? NumberReader.within(plain, number) : Optional.empty();
  }

  /** A number and the one word after it; with more words the first may be no unit. */
  private static Optional<Quantity> withUnit(String text) {
    return WORD_BREAK.splitAsStream(text.strip()).limit(3).count() <= 2
        ? NumberReader.whole(text)
        : Optional.empty();
  }

  private static Optional<Quantity> lastNumber(String text) {
    Matcher number = NumberReader.NUMBER.matcher(text);
    int last = -1;
    while (number.find()) {
      last = number.start();
    }
    return last >= 0 && number.find(last) ? NumberReader.within(text, number) : Optional.empty();
  }

  private static Optional<Quantity> json(String text) {
    try {
      JsonNode answer = STRICT_JSON.readTree(text).path("ans");
      return answer.isNumber() || answer.isTextual()
          ? NumberReader.whole(answer.asText())
          : Optional.empty();
    } catch (JsonProcessingException invalid) {
      return Optional.empty();
    }
  }

  private static int lastStart(Matcher matcher) {
    int last = -1;
    while (matcher.find()) {
      last = matcher.start();
    }
    return last;
  }

  private static int lastEnd(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    int last = -1;
    while (matcher.find()) {
      last = matcher.end();
    }
    return last;
  }
}
