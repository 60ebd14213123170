package io.headrace.curriculum.family;

/**
 * The difficulties that a family can be asked for.
 *
 * @param lowest the easiest
 * @param usual what the demo takes
 * @param highest the hardest
 * @param meaning what the number counts, such as {@code digits per number}
 */
public record Difficulties(int lowest, int usual, int highest, String meaning) {

  public Difficulties {
    if (lowest > usual || usual > highest) {
      throw new IllegalArgumentException(
          "difficulties must rise: " + lowest + ", " + usual + ", " + highest);
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
