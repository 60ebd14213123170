package io.headrace.curriculum.family;

/**
 * The difficulties of a task family.
 *
 * @param lowest the easiest
 * @param standard the default, which the demo uses
 * @param highest the hardest
 * @param meaning what the number counts, such as {@code digits per number}
 */
public record Difficulties(int lowest, int standard, int highest, String meaning) {

  public Difficulties {
    if (lowest > standard || standard > highest) {
      throw new IllegalArgumentException(
          "difficulties must be in ascending order: " + lowest + ", " + standard + ", " + highest);
    }
  }

  /**
   * Returns the difficulty when the family has it.
   *
   * @throws IllegalArgumentException when it is out of range
   */
  int check(String family, int difficulty) {
    if (difficulty < lowest || difficulty > highest) {
      throw new IllegalArgumentException(
          "task family %s: difficulty %d (%s) is not between %d and %d; choose one in that range"
              .formatted(family, difficulty, meaning, lowest, highest));
    }
    return difficulty;
  }
}
