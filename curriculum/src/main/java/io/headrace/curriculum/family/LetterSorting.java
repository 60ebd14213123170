package io.headrace.curriculum.family;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Sorting letters alphabetically.
 *
 * <p>Prompt {@code sort dbca=}, answer {@code abcd}, demonstration {@code
 * <think>a:dbc,b:dc,c:d,d:</think>{"ans":"abcd"}}: a selection sort that removes the smallest
 * letter and writes the remaining ones. Letters may occur more than once.
 */
public final class LetterSorting implements TaskFamily {

  private static final int FEWEST = 4;
  private static final String OPENING = "sort ";
  private static final String CLOSING = "=";

  @Override
  public String name() {
    return "letter-sorting";
  }

  @Override
  public Difficulties difficulties() {
    return new Difficulties(FEWEST, 8, 12, "most letters, the fewest being " + FEWEST);
  }

  @Override
  public FamilyTask draw(RandomGenerator random, int difficulty) {
    int letters = random.nextInt(FEWEST, difficulties().check(name(), difficulty) + 1);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < letters; i++) {
      text.append((char) random.nextInt('a', 'z' + 1));
    }
    String sorted = sorted(text.toString());
    return new FamilyTask(OPENING + text + CLOSING, sorted, sorted);
  }

  @Override
  public String demonstration(FamilyTask task) {
    String prompt = task.prompt();
    if (!prompt.matches("sort [a-z]+=")) {
      throw DemonstrationText.unknownPrompt(name(), task);
    }
    String letters = prompt.substring(OPENING.length(), prompt.length() - CLOSING.length());
    List<String> takes = new ArrayList<>();
    StringBuilder left = new StringBuilder(letters);
    for (char letter : sorted(letters).toCharArray()) {
      left.deleteCharAt(left.indexOf(String.valueOf(letter)));
      takes.add(letter + ":" + left);
    }
    return DemonstrationText.ofText(String.join(",", takes), sorted(letters));
  }

  private static String sorted(String letters) {
    return letters
        .chars()
        .sorted()
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
