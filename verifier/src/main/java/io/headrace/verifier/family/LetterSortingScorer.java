package io.headrace.verifier.family;

import com.fasterxml.jackson.databind.JsonNode;
import io.headrace.verifier.scorer.Score;
import java.util.Optional;

/** Scores sorted letters: the answer is a JSON string equal to the gold, case-sensitive. */
public final class LetterSortingScorer extends FamilyScorer<String> {

  @Override
  public String name() {
    return "letter-sorting";
  }

  @Override
  public String version() {
    return "1";
  }

  @Override
  Optional<String> gold(String text) {
    return text.matches("[a-z]{1,1000}") && isSorted(text) ? Optional.of(text) : Optional.empty();
  }

  private static boolean isSorted(String text) {
    for (int i = 1; i < text.length(); i++) {
      if (text.charAt(i - 1) > text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  @Override
  String goldForm() {
    return "letters a to z in alphabetical order";
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
