package io.headrace.verifier.number;

import io.headrace.verifier.scorer.Excerpt;
import io.headrace.verifier.scorer.PureScorer;
import io.headrace.verifier.scorer.Score;
import io.headrace.verifier.scorer.ScorerInput;
import java.util.List;
import java.util.Optional;

/**
 * Scores free-form responses whose answer is one number, such as GSM8K's: the final number against
 * the gold one, exactly.
 *
 * <p>{@link FinalNumber} finds the number, {@link NumberReader} reads it and {@link NumberValue}
 * compares it; the module's README lists the rules.
 */
public final class NumberScorer implements PureScorer {

  @Override
  public String name() {
    return "number";
  }

  @Override
  public String version() {
    return "4";
  }

  @Override
  public Score score(ScorerInput input) {
    List<NumberValue> golds = read(input.gold());
    if (golds.isEmpty()) {
      return new Score.NotScored(unusable(input.gold()));
    }
    if (input.response().length() > LONGEST_RESPONSE) {
      return new Score.NotScored(
          "the response has more than the " + LONGEST_RESPONSE + " characters allowed");
    }
    Optional<NumberValue> answer = FinalNumber.of(input.response());
    if (answer.isEmpty()) {
      return Score.wrong(
          input.response().isBlank() ? "the response is empty" : "no final number was found");
    }
    return golds.stream().anyMatch(gold -> answer.get().answers(gold))
        ? Score.right(shown(answer.get()) + " is right")
        : Score.wrong(shown(answer.get()) + " is not " + shown(golds.getFirst()));
  }

  @Override
  public Optional<String> problemWithGold(String gold) {
    return read(gold).isEmpty() ? Optional.of(unusable(gold)) : Optional.empty();
  }

  private static List<NumberValue> read(String gold) {
    return gold.length() > LONGEST_GOLD ? List.of() : GoldNumbers.read(gold);
  }

  private static String unusable(String gold) {
    return "the gold answer "
        + Excerpt.of(gold)
        + " is not a number such as 18, nor does it end in '#### 18'";
  }

  private static String shown(NumberValue quantity) {
    String text = quantity.toString();
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }
}
