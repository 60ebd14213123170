package io.headrace.verifier.number;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.verifier.scorer.PureScorer;
import io.headrace.verifier.scorer.Score;
import io.headrace.verifier.scorer.ScorerInput;
import io.headrace.verifier.steps.SteppedClasses;
import io.headrace.verifier.steps.Steps;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberScorerTest {

  private static final SteppedClasses STEPPED =
      new SteppedClasses("io.headrace.verifier.number", "io.headrace.verifier.exact");

  private final NumberScorer scorer = new NumberScorer();

  private Score score(String gold, String response) {
    return scorer.score(new ScorerInput("", gold, response));
  }

  private void assertScore(double expected, String gold, String response) {
    assertThat(score(gold, response))
        .as("gold %s, response %s", gold, response)
        .isInstanceOfSatisfying(
            Score.Scored.class, scored -> assertThat(scored.score()).isEqualTo(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "18 | 18",
        "18 | 18.0",
        "18 | 18.",
        "18 | +18",
        "0 | -0",
        "0 | -0.0",
        "-5 | −5",
        "1 | ١",
        "-5 | -$5",
        "1234567 | 1,234,567",
        "1,234 | 1234",
        "1234 | 1{,}234",
        "$18 | 18",
        "18 | $18.00",
        "18 | \\$18",
        "18 | 36/2",
        "3/4 | 0.75",
        "3/4 | 6/8",
        "0.5 | 1/2",
        "-1/2 | \\frac{-1}{2}",
        "-1/2 | -\\dfrac12",
        "7/2 | 3 1/2",
        "7/2 | 3\\frac{1}{2}",
        "1000 | 1e3",
        "3000000 | 3 million",
        "24 | 2 dozen",
        "10 | 10%",
        "10% | 10",
        "0.1 | 10%",
        "10% | 0.1",
        "10% | 10 percent",
        "12.5% | 0.125",
        "18 | 18 eggs",
        "18 cm | 18",
        "18 miles | 18 mile",
        "3.14 | 3.14159",
        "0.33 | 1/3",
        "18 | x = 18",
        "She eats 3 and sells the rest. #### 18 | 18",
        "\\boxed{18} | 18",
        "['18', '18.5'] | 18.5",
      })
  void equalNumbersAreRightInAnyNotation(String gold, String answer) {
    assertScore(1, gold.replace('\'', '"'), "\\boxed{" + answer + "}");
    assertScore(1, gold.replace('\'', '"'), "#### " + answer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "18 | 19",
        "18 | -18",
        "18 | 180",
        "18 | 1.8",
        "18 | 18.0001",
        "18 | 1,8",
        "18 | 18,19",
        "18 | 18 or 19",
        "18 | 18x",
        "18 | 18-19",
        "18 | 3*6",
        "18 | 0x12",
        "1 | true",
        "9 | 9**9**9**9",
        "9 | 9^9",
        "1 | 1/0",
        "1 | --1",
        "1/3 | 0.33",
        "1/3 | 0.333333333333",
        "3.14 | 3.15",
        "3.14 | 3.1",
        "0.1 | 10",
        "10 | 0.1",
        "10% | 1",
        "1000 | 10%",
        "$18 | €18",
        "$18 | 18%",
        "18 cm | 18 miles",
        "1234567 | 1,23,4567",
        "18 | 1e99999999",
        "18 | NaN",
      })
  void unequalNumbersAreWrong(String gold, String answer) {
    assertScore(0, gold, "\\boxed{" + answer + "}");
    assertScore(0, gold, "#### " + answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<think>it could be 20</think>18",
        "<think>a</think>So 2 + 16 = 18.",
        "First 20, no: \\boxed{20}. Then \\boxed{18}",
        "I had 5. #### 18\nThat took 7 steps.",
        "The answer is 18.\nI used 3 steps.",
        "The answer is **18** eggs per day.",
        "The answer is \\(18\\).",
        "Therefore, the final answer is $18.",
        "The answer is 3*6 = 18.",
        "**Answer:** 18",
        "Answer: 18 dollars",
        "<think>x</think>{\"ans\": 18}",
        "{\"ans\": \"18\"}",
        "- 18",
        "16 - 3 - 4 = 9, and 9 * 2 = **18**",
        "She makes $18 every day.",
        "He drove 18km",
      })
  void theFinalNumberIsFound(String response) {
    assertScore(1, "18", response);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "no number",
        "true",
        "<think>18",
        "<think>18</think>",
        "18 \\boxed{19}",
        "\\boxed{18} \\boxed{}",
        "\\boxed 17. and \\boxed 18.",
        "\\boxed 17 or \\boxed{18}",
        "\\boxed{18",
        "#### 18 or 19",
        "#### eighteen, so 18",
        "The answer is 18 or 19.",
        "The answer is 18/5.",
        "It is 19 or 18",
        "It is 9 * 18",
        "It is 20 - 18",
        "It is 20 -18",
        "It is 2x18",
        "\\sqrt{18}",
        "2,18",
        "{\"ans\": true}",
        "{\"ans\": 18, \"ans\": 18}",
        "{\"ans\": 18} or so",
        "{\"ans\": [18]}",
        "The gold contains 18 but the answer is 17",
      })
  void anythingElseIsWrong(String response) {
    assertScore(0, "18", response);
  }

  @ParameterizedTest
  @CsvSource({
    "18 cents, 0",
    "18 cents., 0",
    "The answer is 18 cents., 0",
    "18 dollars, 1",
    "18, 1",
    "The answer is 18 because of that, 1",
    "18 is the answer, 1",
  })
  void aUnitAloneWithItsNumberHasToEqualTheUnitOfTheGold(String response, double score) {
    assertScore(score, "18 dollars", response);
  }

  @Test
  void decimalsInAListOfGoldsKeepTheirDigits() {
    assertScore(0, "[3.10]", "3.14");
    assertScore(1, "[3.1]", "3.14");
    assertScore(1, "[12345678901234567890.5]", "12345678901234567890.5");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "eighteen",
        "18 or 19",
        "#### ",
        "a #### b",
        "true",
        "[]",
        "[\"x\"]",
        "1/0",
        "1,8"
      })
  void aGoldAnswerThatIsNoNumberIsNotScored(String gold) {
    assertThat(score(gold, "18"))
        .isInstanceOfSatisfying(
            Score.NotScored.class,
            not -> assertThat(not.reason()).startsWith("the gold answer '").contains("#### 18"));
  }

  @Test
  void aGoldWithOneDigitOrTheSignChangedIsNeverRight() {
    Random random = new Random(11);
    for (int round = 0; round < 5_000; round++) {
      // Given
      String gold = gold(random);
      StringBuilder perturbed = new StringBuilder(gold);
      int at = random.nextInt(gold.length());
      char old = gold.charAt(at);
      if (old >= '0' && old <= '9') {
        perturbed.setCharAt(at, (char) ('0' + (old - '0' + 1 + random.nextInt(9)) % 10));
      } else {
        perturbed.insert(0, '-');
      }

      // When / Then
      assertScore(1, gold, "so #### " + gold);
      assertScore(1, gold, "we get " + gold + ".");
      if (gold.matches("[0./]+") || perturbed.toString().endsWith("/0")) {
        continue;
      }
      assertScore(0, gold, "so #### " + perturbed);
      assertScore(0, gold, "we get " + perturbed + ".");
    }
  }

  private static String gold(Random random) {
    int whole = 1 + random.nextInt(100_000);
    return switch (random.nextInt(4)) {
      case 0 -> Integer.toString(whole);
      case 1 -> String.format("%,d", whole * 100L);
      case 2 -> whole + "." + (1 + random.nextInt(99));
      default -> whole + "/" + (1 + random.nextInt(99));
    };
  }

  static final List<String> PIECES =
      List.of(
          "9",
          "9,999,",
          "1/",
          "(",
          "{",
          "{\"ans\"",
          "\\boxed{",
          "<think>",
          "answer is ",
          "\\text{",
          "- ",
          "answer to ",
          "answer to a ",
          "999,999,",
          "\\boxed 5",
          "\\fbox{5} or ",
          "½",
          "–5",
          "72个",
          "minus ",
          "x=1, ",
          "\\frac{1}{",
          "#### ");

  @ParameterizedTest
  @FieldSource("PIECES")
  void aVeryLongResponseIsRejected(String piece) {
    // When
    Score score = score("18", piece.repeat(900_000 / piece.length()));

    // Then
    assertThat(score)
        .isInstanceOfSatisfying(Score.Scored.class, s -> assertThat(s.score()).isZero());
  }

  /** With four times the length, linear work is 4 times as much and quadratic work 16 times. */
  @ParameterizedTest
  @FieldSource("PIECES")
  void theStepsForALongResponseAreLinearInItsLength(String piece) {
    // Given
    PureScorer counted = STEPPED.instance(NumberScorer.class, PureScorer.class);

    // When
    long some = steps(counted, piece.repeat(10_000 / piece.length()));
    long more = steps(counted, piece.repeat(40_000 / piece.length()));

    // Then
    assertThat(some).isGreaterThan(10_000);
    assertThat(more).isLessThan(5 * some).isLessThan(40_000 * 1000);
  }

  private static long steps(PureScorer scorer, String response) {
    long before = Steps.count();
    scorer.score(new ScorerInput("", "18", response));
    return Steps.count() - before;
  }
}
