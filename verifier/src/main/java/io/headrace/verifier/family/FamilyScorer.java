package io.headrace.verifier.family;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.headrace.verifier.scorer.Excerpt;
import io.headrace.verifier.scorer.PureScorer;
import io.headrace.verifier.scorer.Score;
import io.headrace.verifier.scorer.ScorerInput;
import java.util.Optional;

/**
 * Base of the families' scorers: parses a gold answer of type G and compares one JSON answer with
 * it.
 */
abstract sealed class FamilyScorer<G> implements PureScorer
    permits AdditionScorer, CountdownScorer, KnightsAndKnavesScorer, LetterSortingScorer {

  /** Reads the gold answer, empty when it isn't one. */
  abstract Optional<G> gold(String text);

  /** Describes a valid gold answer, for messages. */
  abstract String goldForm();

  /** Scores an answer. */
  abstract Score score(G gold, JsonNode answer);

  /** Whether answers are JSON strings, and so a bare answer needs quotes. */
  abstract boolean answersAreText();

  @Override
  public final Score score(ScorerInput input) {
    Optional<G> gold = read(input.gold());
    if (gold.isEmpty()) {
      return new Score.NotScored(unusable(input.gold()));
    }
    if (input.response().length() > LONGEST_RESPONSE) {
      return new Score.NotScored(
          "the response has more than the " + LONGEST_RESPONSE + " characters allowed");
    }
    return switch (FinalAnswer.of(input.response())) {
      case FinalAnswer.Missing missing -> Score.wrong(missing.why());
      case FinalAnswer.Given given -> score(gold.get(), given.value());
    };
  }

  @Override
  public final Optional<String> problemWithGold(String gold) {
    return read(gold).isPresent() ? Optional.empty() : Optional.of(unusable(gold));
  }

  private Optional<G> read(String gold) {
    return gold.length() > LONGEST_GOLD ? Optional.empty() : gold(gold.strip());
  }

  private String unusable(String gold) {
    return "the gold answer " + Excerpt.of(gold) + " is not " + goldForm();
  }

  @Override
  public final String responseOf(String bareAnswer) {
    String answer = bareAnswer.strip();
    if (answer.isEmpty()
        || answer.contains(FinalAnswer.OPENING)
        || answer.contains(FinalAnswer.CLOSING)) {
      return answer;
    }
    if (answer.startsWith("{")) {
      return FinalAnswer.OPENING + FinalAnswer.CLOSING + answer;
    }
    return FinalAnswer.responseOf(answersAreText() ? TextNode.valueOf(answer).toString() : answer);
  }

  /** Scores an answer that has to equal a text. */
  static Score scoreText(String gold, JsonNode answer) {
    if (!answer.isTextual()) {
      return Score.wrong("the answer " + Excerpt.of(answer.toString()) + " is not a JSON string");
    }
    return answer.textValue().equals(gold)
        ? Score.right("'" + gold + "' is right")
        : Score.wrong(Excerpt.of(answer.textValue()) + " is not '" + gold + "'");
  }
}
