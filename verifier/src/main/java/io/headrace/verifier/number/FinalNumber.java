package io.headrace.verifier.number;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the number that is the answer of a free-form response.
 *
 * <p>Only what follows the last {@code </think>} is read. The first of these kinds that occurs
 * there decides, by its last occurrence: a box of LaTeX, {@code ####}, "answer is", {@code {"ans":
 * …}}, and else the last number of the text. If that occurrence is no number there is no answer;
 * later kinds are not tried, so that a response gains nothing from several answers.
 */
final class FinalNumber {

  private static final String HASHES = "####";
  private static final Pattern ANSWER_IS =
      Pattern.compile(
          "(?<![\\p{L}])answers?(?![\\p{L}])\\*{0,2}(?: (?:to|for|of)(?:"
              + " [\\p{L}'\"]{1,16}+){1,6}?)?[*_ ]{0,3}(?:(?:is|are|equals|was|will be|would"
              + " be|should be|must be|comes to)(?![\\p{L}])(?:,? therefore|,?"
              + " thus)?|is(?=n't)|:|=)|答案(?:应该|應該)?[是为為:=]|答え(?:は|:)|答[:えは]|(?:답|정답)(?:"
              + " ?[은는:]|이)|(?<![\\p{L}])(?:antwort (?:ist|lautet)|réponse (?:est|finale"
              + " est)|respuesta (?:final )?es|resposta (?:final )?é|risposta (?:finale"
              + " )?è|ответ|उत्तर|الجواب هو|الإجابة هي|đáp án là)(?![\\p{L}])[ :=—-]?",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  private static final Pattern JSON_ANSWER = Pattern.compile("\\{\\s*+\"ans\"");
  private static final Pattern WORD_BREAK = Pattern.compile("\\s+");
  private static final Pattern SENTENCE_END =
      Pattern.compile("[.!?][*_\"')\\]$]{0,3}\\s(?!\\s*[=+*/×÷^])|(?<!:)(?<!:\\n)\\n");
  private static final Pattern OFFER_AFTERWARDS =
      Pattern.compile(
          "\\s*+(?:or|alternatively|maybe|perhaps|或|或者|または|oder|ou|или)"
              + "(?![\\p{IsLatin}\\p{IsCyrillic}])[^.]{0,80}?[0-9]"
              + "|\\s*+[/×÷^]\\s*+[0-9(\\\\]",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern SEVERAL =
      Pattern.compile(
          "[;]|,(?![0-9]{2,3}(?![0-9]))|(?<![\\p{L}])(?:or|and)(?![\\p{L}])|[或和与]",
          Pattern.CASE_INSENSITIVE);

  private static final JsonMapper STRICT_JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private FinalNumber() {}

  /** The final number of a response, empty when there is none. */
  static Optional<NumberValue> of(String response) {
    int closing = response.lastIndexOf("</think>");
    if (closing < 0 && response.contains("<think>")) {
      return Optional.empty();
    }
    String answer = closing < 0 ? response : response.substring(closing + "</think>".length());
    String text = CharacterNormalizer.plain(answer);
    Optional<BoxedAnswer.Box> box = BoxedAnswer.last(text);
    if (box.isPresent()) {
      return boxed(box.get());
    }
    int hashes = text.lastIndexOf(HASHES);
    if (hashes >= 0) {
      return NumberReader.whole(text.substring(hashes + HASHES.length()).strip().split("\n", 2)[0]);
    }
    String plain = MarkupRemover.removed(text);
    int phrase = lastEnd(ANSWER_IS, plain);
    if (phrase >= 0) {
      return marked(plain.substring(phrase));
    }
    int json = lastStart(JSON_ANSWER.matcher(text));
    return json >= 0 ? json(text.substring(json).strip()) : unmarked(text, plain);
  }

  private static Optional<NumberValue> boxed(BoxedAnswer.Box box) {
    if (box.part()) {
      return Optional.empty();
    }
    if (box.braced()) {
      return NumberReader.whole(box.content());
    }
    String plain = MarkupRemover.removed(box.content());
    List<NumberToken> tokens = NumberToken.all(plain);
    boolean starts =
        !tokens.isEmpty()
            && plain.substring(0, tokens.getFirst().start()).matches("[-—+$ ]{0,4}")
            && !plain.startsWith("!", tokens.getFirst().end());
    return starts
        ? NumberReader.within(plain, tokens, 0, TextBeforeNumber.Place.MARKED)
        : Optional.empty();
  }

  /** The number of the sentence after "answer is". */
  private static Optional<NumberValue> marked(String text) {
    int start = afterLead(text);
    boolean newLine = text.substring(0, start).indexOf('\n') >= 0;
    String rest = text.substring(start);
    Matcher end = SENTENCE_END.matcher(rest);
    boolean more = end.find();
    String sentence = more ? rest.substring(0, end.start() + 1) : rest;
    boolean bullet = newLine && sentence.matches("(?s)[-—] .*");
    boolean offered =
        more && OFFER_AFTERWARDS.matcher(rest).region(end.end(), rest.length()).lookingAt();
    return bullet || offered ? Optional.empty() : ofSentence(sentence);
  }

  /** Where the text starts after blanks, colons and dots; the point of {@code .5} stays. */
  private static int afterLead(String text) {
    int start = 0;
    while (start < text.length() && isLead(text, start)) {
      start++;
    }
    return start;
  }

  private static boolean isLead(String text, int at) {
    boolean digit = at + 1 < text.length() && Character.isDigit(text.charAt(at + 1));
    boolean dots = at > 0 && text.charAt(at - 1) == '.';
    return text.charAt(at) == '.' ? dots || !digit : " \n:*_".indexOf(text.charAt(at)) >= 0;
  }

  private static Optional<NumberValue> ofSentence(String sentence) {
    Optional<NumberValue> whole = withUnit(sentence);
    if (whole.isPresent()) {
      return whole;
    }
    List<NumberToken> tokens = NumberToken.all(sentence);
    if (tokens.isEmpty()) {
      return Optional.empty();
    }
    int equals = sentence.lastIndexOf('=');
    int index = firstAfter(tokens, equals);
    if (index == tokens.size()) {
      return Optional.empty();
    }
    Optional<NumberValue> number =
        NumberReader.within(sentence, tokens, index, TextBeforeNumber.Place.MARKED);
    boolean other =
        index > 0
            && SEVERAL.matcher(sentence.substring(0, equals)).find()
            && !tokens.getFirst().size().equals(tokens.get(index).size());
    boolean late = index == 0 && equals < 0 && lateAmongOthers(sentence, tokens);
    return other || late ? Optional.empty() : number;
  }

  /** Whether words precede the first number and a different number follows it. */
  private static boolean lateAmongOthers(String sentence, List<NumberToken> tokens) {
    boolean words =
        sentence
                .substring(0, tokens.getFirst().start())
                .codePoints()
                .filter(Character::isLetter)
                .count()
            > 3;
    return words
        && tokens.stream().anyMatch(token -> !token.size().equals(tokens.getFirst().size()));
  }

  private static int firstAfter(List<NumberToken> tokens, int position) {
    int index = 0;
    while (index < tokens.size() && tokens.get(index).start() < position) {
      index++;
    }
    return index;
  }

  /** The last number of a response without a marked answer. */
  private static Optional<NumberValue> unmarked(String text, String plain) {
    boolean bullet = text.strip().matches("(?s)[-—] .*");
    Optional<NumberValue> alone = bullet ? Optional.empty() : withUnit(text);
    if (alone.isPresent()) {
      return alone;
    }
    List<NumberToken> tokens = NumberToken.all(plain);
    return tokens.isEmpty()
        ? Optional.empty()
        : NumberReader.within(plain, tokens, tokens.size() - 1, TextBeforeNumber.Place.TEXT);
  }

  /** A number and the one word after it; with more words the first may be no unit. */
  private static Optional<NumberValue> withUnit(String text) {
    return WORD_BREAK.splitAsStream(text.strip()).limit(3).count() <= 2
        ? NumberReader.whole(text)
        : Optional.empty();
  }

  private static Optional<NumberValue> json(String text) {
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
