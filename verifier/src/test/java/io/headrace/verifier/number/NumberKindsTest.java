package io.headrace.verifier.number;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.headrace.verifier.scorer.Score;
import io.headrace.verifier.scorer.ScorerInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole kinds of answers: every dash, space, digit, and many scripts and boxes. */
class NumberKindsTest {

  private static final String MINUS_SIGNS = "\u2212\u2796\u2052\u02d7";

  private final NumberScorer scorer = new NumberScorer();

  private void assertScore(double expected, String gold, String response) {
    Score score = scorer.score(new ScorerInput("", gold, response));
    assertThat(score)
        .as("gold %s, response %s", gold, response)
        .isInstanceOfSatisfying(
            Score.Scored.class, scored -> assertThat(scored.score()).isEqualTo(expected));
  }

  private void assertRight(String gold, String response) {
    assertScore(1, gold, response);
  }

  private void assertWrong(String gold, String response) {
    assertScore(0, gold, response);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/number/found.jsonl", "/number/policy.jsonl"})
  void everyCaseOfTheFileGetsItsScore(String resource) throws IOException {
    // Given
    JsonMapper json = new JsonMapper();
    try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream(resource))) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        JsonNode test = json.readTree(line);

        // When / Then
        assertScore(
            test.get("expected").asInt(), test.get("gold").asText(), test.get("answer").asText());
      }
    }
  }

  private static Stream<String> characters(IntPredicate kind) {
    return IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
        .filter(kind)
        .mapToObj(Character::toString);
  }

  static Stream<String> dashes() {
    return Stream.concat(
        characters(c -> Character.getType(c) == Character.DASH_PUNCTUATION),
        MINUS_SIGNS.chars().mapToObj(Character::toString));
  }

  @ParameterizedTest
  @MethodSource("dashes")
  void everyDashBeforeANumberIsItsSign(String dash) {
    for (String form :
        List.of(
            "The answer is %s",
            "The answer is: %s.",
            "#### %s",
            "\\boxed{%s}",
            "\\fbox{ %s }",
            "\\boxed %s",
            "{\"ans\": \"%s\"}",
            "所以答案是%s。",
            "答えは%sです。",
            "So she has %s",
            "x = %s",
            "The answer is $%s$.",
            "The answer is **%s** dollars.")) {
      for (String number : List.of("5", "$5", " 5", "\u20095", "５")) {
        if (form.startsWith("So") && !number.matches("\\$?\\d|５")) {
          continue; // a dash in a sentence with a blank after it is no sign
        }

        // When / Then
        String response = form.formatted(dash + number);
        assertRight("-5", response);
        assertWrong("5", response);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dashes")
  void everyDashBetweenNumbersMakesThemOneExpression(String dash) {
    for (String between : List.of(dash, " " + dash + " ", " " + dash, dash + " ")) {
      for (String form : List.of("The answer is %s", "It is %s.", "#### %s", "\\boxed{%s}")) {
        String response = form.formatted("8" + between + "5");

        // When / Then
        for (String gold : List.of("8", "5", "-5", "3", "85")) {
          assertWrong(gold, response);
        }
      }
    }
  }

  static Stream<String> spaces() {
    return Stream.concat(
        characters(Character::isSpaceChar), Stream.of("\t", "\n", "\r\n", "\r", "\u0085"));
  }

  @ParameterizedTest
  @MethodSource("spaces")
  void everySpaceSeparatesWordsButNotTheDigitsOfANumber(String space) {
    for (String form :
        List.of(
            "The answer is_72",
            "The answer is:_72",
            "The answer is_72_clips",
            "####_72",
            "\\boxed{_72_}",
            "Answer:_**72**",
            "So it is_72_.")) {
      // When / Then
      assertRight("72", form.replace("_", space));
      assertWrong("-72", form.replace("_", space));
    }
    assertWrong("72", "The answer is -" + space + "72");
    assertWrong("72", "The answer is 5" + space + "or" + space + "72");
    assertWrong("5", "The answer is 5" + space + "or" + space + "72");
    assertWrong("72", "The answer is 72" + space + "/" + space + "5");
  }

  static Stream<String> zeros() {
    return characters(
        c -> Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER && Character.digit(c, 10) == 0);
  }

  @ParameterizedTest
  @MethodSource("zeros")
  void digitsOfEveryScriptAreRead(String zero) {
    String number = in(zero, "72");
    for (String form :
        List.of("The answer is %s.", "答案是%s。", "#### %s", "\\boxed{%s}", "%s", "so %s clips")) {
      // When / Then
      assertRight("72", form.formatted(number));
      assertWrong("73", form.formatted(number));
      assertWrong("72", form.formatted("-" + number));
      assertWrong("72", form.formatted("1" + number));
    }
    assertRight("1500", "The answer is " + in(zero, "1,500"));
    assertRight("2.5", "\\boxed{" + in(zero, "2.5") + "}");
    assertWrong("72", "The answer is x" + number);
    assertWrong("72", "The answer is " + number + " or " + in(zero, "5"));
  }

  private static String in(String zero, String number) {
    StringBuilder written = new StringBuilder();
    number
        .chars()
        .forEach(
            c -> written.appendCodePoint(c < '0' || c > '9' ? c : zero.codePointAt(0) + c - '0'));
    return written.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "一共卖了%s个夹子。",
        "答案是%s。",
        "所以是%s元",
        "答えは%sです。",
        "合計%s個のクリップ",
        "정답은 %s입니다.",
        "모두 %s개를 팔았습니다.",
        "답은%s",
        "คำตอบคือ %s",
        "รวม%sชิ้น",
        "उत्तर %s है।",
        "কুল %sটি",
        "الجواب هو %s.",
        "المجموع %s؟",
        "התשובה היא %s.",
        "Ответ: %s.",
        "Всего %s штук",
        "Η απάντηση είναι %s.",
        "Đáp án là %s.",
        "Cevap %s.",
        "மொத்தம் %sகிளிப்",
        "పదాలు %s.",
        "პასუხი არის %s.",
        "Պատասխանը %s է։",
        "መልሱ %s ነው።",
        "សរុប%sគ្រាប់",
        "အဖြေမှာ %s ဖြစ်သည်။",
        "ຄຳຕອບແມ່ນ%s",
        "La réponse est %s.",
        "La respuesta es %s.",
        "Die Antwort ist %s.",
        "જવાબ %s છે.",
      })
  void aNumberBesideAnyScriptIsReadAndAPartOfAWordIsNot(String sentence) {
    assertRight("72", sentence.formatted("72"));
    assertRight("72", sentence.formatted("\\boxed{72}"));
    for (String other : List.of("73", "-72", "–72", "172", "7.2")) {
      assertWrong("72", sentence.formatted(other));
    }
    for (String part :
        List.of("72/5", "72²", "±72", "72 / 3", "3:72", "72:3", "72^2", "√72", "72万", "5 72")) {
      assertWrong("72", sentence.formatted(part));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\boxed{%s}",
        "\\fbox{%s}",
        "\\framebox{%s}",
        "\\framebox[2cm][c]{%s}",
        "\\boxed {%s}",
        "\\fbox\n{%s}",
        "\\boxed{\\fbox{%s}}",
        "\\fbox{$\\boxed{%s}$}",
        "\\boxed{\\text{%s}}",
        "\\boxed{{%s}}",
        "$\\boxed{%s}$",
        "\\[\\boxed{%s}\\]",
        "**\\boxed{%s}**",
        "\\boxed{x = %s}",
        "\\boxed{\\mathbf{%s}}",
        "\\boxed{\\left(%s\\right)}",
        "\\boxed{(%s)}",
        "\\boxed{%s\\text{ clips}}",
        "\\colorbox{yellow}{%s}",
        "\\fcolorbox{red}{white}{%s}",
        "\\boxed %s",
        "$\\boxed %s$",
        "\\fbox %s",
      })
  void theWholeContentOfABoxIsTheAnswer(String box) {
    for (String before : List.of("Thus ", "答案是", "The answer is 7.\n")) {
      assertRight("42", before + box.formatted("42"));
      assertRight("-42", before + box.formatted("–42"));
      assertWrong("42", before + box.formatted("–42"));
      assertWrong("42", before + box.formatted("43"));
    }
    for (String part :
        List.of("42, 43", "42 or 43", "4:2", "\\pm 42", "±42", "42^2", "42/5", "x42", "42x")) {
      assertWrong("42", "Thus " + box.formatted(part));
    }
    for (String part :
        List.of("42π", "\\sqrt{42}", "42²", "> 42", "42万", "42 43", "42 thousand", "1.42")) {
      assertWrong("42", "Thus " + box.formatted(part));
    }
    assertRight("42", "First " + box.formatted("40") + ". No: " + box.formatted("42"));
    assertWrong("42", box.formatted("40") + " or " + box.formatted("42"));
    assertWrong("42", box.formatted("40") + ", " + box.formatted("42"));
    assertWrong("42", box.formatted("40") + ". and " + box.formatted("42"));
    assertWrong("42", "Thus = -" + box.formatted("42").replace("**", ""));
  }
}
