package io.headrace.verifier.family;

import com.fasterxml.jackson.databind.JsonNode;
import io.headrace.verifier.exact.Expression;
import io.headrace.verifier.exact.Rational;
import io.headrace.verifier.scorer.Excerpt;
import io.headrace.verifier.scorer.Score;
import java.util.Optional;

/**
 * Scores a countdown expression: a JSON string that reaches the target exactly, using each number
 * exactly once, or with {@code "use":"some"} at most once. Every such expression is right.
 */
public final class CountdownScorer extends FamilyScorer<CountdownGold> {

  @Override
  public String name() {
    return "countdown";
  }

  @Override
  public String version() {
    return "1";
  }

  @Override
  Optional<CountdownGold> gold(String text) {
    return CountdownGold.read(text);
  }

  @Override
  String goldForm() {
    return "an object such as {\"numbers\":[3,5,2],\"target\":16}, with \"use\":\"some\" when not"
        + " all have to be used";
  }

  @Override
  boolean answersAreText() {
    return true;
  }

  @Override
  Score score(CountdownGold gold, JsonNode answer) {
    if (!answer.isTextual()) {
      return Score.wrong("the answer " + Excerpt.of(answer.toString()) + " is not a JSON string");
    }
    String text = answer.textValue();
    return switch (Expression.read(text)) {
      case Expression.Invalid invalid ->
          Score.wrong(Excerpt.of(text) + " is not an expression: " + invalid.reason());
      case Expression.Valid valid -> score(gold, text, valid);
    };
  }

  private static Score score(CountdownGold gold, String text, Expression.Valid expression) {
    if (!gold.allows(expression.numbers())) {
      return Score.wrong(
          Excerpt.of(text)
              + " does not use "
              + gold.numbers()
              + (gold.all() ? " once each" : " at most once each"));
    }
    return expression.value().equals(Rational.of(gold.target()))
        ? Score.right(Excerpt.of(text) + " is " + gold.target())
        : Score.wrong(Excerpt.of(text) + " is " + expression.value() + ", not " + gold.target());
  }
}
