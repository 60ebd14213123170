package io.headrace.verifier.family;

import com.fasterxml.jackson.databind.JsonNode;
import io.headrace.verifier.scorer.Excerpt;
import io.headrace.verifier.scorer.Score;
import java.math.BigInteger;
import java.util.Optional;

/**
 * Scores a sum: the answer is a JSON integer equal to the gold. {@code 85.0}, {@code "85"} and
 * {@code true} are wrong.
 */
public final class AdditionScorer extends FamilyScorer<BigInteger> {

  @Override
  public String name() {
    return "addition";
  }

  @Override
  public String version() {
    return "1";
  }

  @Override
  Optional<BigInteger> gold(String text) {
    return text.matches("-?[0-9]{1,100}") ? Optional.of(new BigInteger(text)) : Optional.empty();
  }

  @Override
  String goldForm() {
    return "a whole number such as 85";
  }

  @Override
  boolean answersAreText() {
    return false;
  }

  @Override
  Score score(BigInteger gold, JsonNode answer) {
    if (!answer.isIntegralNumber()) {
      return Score.wrong("the answer " + Excerpt.of(answer.toString()) + " is not a JSON integer");
    }
    return answer.bigIntegerValue().equals(gold)
        ? Score.right(gold + " is right")
        : Score.wrong(Excerpt.of(answer.toString()) + " is not " + gold);
  }
}
