package io.headrace.verifier.family;

import com.fasterxml.jackson.databind.JsonNode;
import io.headrace.verifier.scorer.Score;
import java.util.Optional;

/**
 * Scores knights-and-knaves puzzles: the answer is a JSON string equal to the gold, one letter a
 * person in the order of their names, k for a knight and n for a knave.
 */
public final class KnightsAndKnavesScorer extends FamilyScorer<String> {

  @Override
  public String name() {
    return "knights-and-knaves";
  }

  @Override
  public String version() {
    return "1";
  }

  @Override
  Optional<String> gold(String text) {
    return text.matches("[kn]{1,26}") ? Optional.of(text) : Optional.empty();
  }

  @Override
  String goldForm() {
    return "one letter a person, k for a knight and n for a knave, such as knk";
  }

  @Override
  boolean answersAreText() {
    return true;
  }

  @Override
  Score score(String gold, JsonNode answer) {
    return scoreText(gold, answer);
  }
}
