package io.headrace.curriculum.family;

import java.util.random.RandomGenerator;

/**
 * A person's statement in a knights-and-knaves puzzle: one claim, or two claims about different
 * persons, joined by and / or.
 *
 * <p>Persons are numbered from 0 and written {@code A B C}; an assignment has bit i set when person
 * i is a knight.
 */
sealed interface Statement {

  /** Whether it is true under an assignment. */
  boolean holds(int knights);

  /** The text in the prompt: {@code B=n}, {@code A=k&C=n}, {@code A=k|C=n}. */
  String text();

  /** A person is a knight, or is a knave. */
  record Claim(int person, boolean knight) implements Statement {

    @Override
    public boolean holds(int knights) {
      return ((knights >> person & 1) == 1) == knight;
    }

    @Override
    public String text() {
      return KnightsAndKnaves.letter(person) + (knight ? "=k" : "=n");
    }
  }

  /** Both claims are true. */
  record Both(Claim first, Claim second) implements Statement {

    @Override
    public boolean holds(int knights) {
      return first.holds(knights) && second.holds(knights);
    }

    @Override
    public String text() {
      return first.text() + "&" + second.text();
    }
  }

  /** At least one claim is true. */
  record Either(Claim first, Claim second) implements Statement {

    @Override
    public boolean holds(int knights) {
      return first.holds(knights) || second.holds(knights);
    }

    @Override
    public String text() {
      return first.text() + "|" + second.text();
    }
  }

  /** Draws a random statement about the given number of persons. */
  static Statement draw(RandomGenerator random, int persons) {
    int form = random.nextInt(3);
    int first = random.nextInt(persons);
    Claim claim = new Claim(first, random.nextBoolean());
    if (form == 0) {
      return claim;
    }
    int second = (first + 1 + random.nextInt(persons - 1)) % persons;
    Claim other = new Claim(second, random.nextBoolean());
    Claim earlier = first < second ? claim : other;
    Claim later = first < second ? other : claim;
    return form == 1 ? new Both(earlier, later) : new Either(earlier, later);
  }

  /**
   * Parses a statement's {@link #text()}.
   *
   * @throws IllegalArgumentException when it is not a statement
   */
  static Statement parse(String text) {
    int operator = Math.max(text.indexOf('&'), text.indexOf('|'));
    if (operator < 0) {
      return claim(text);
    }
    Claim first = claim(text.substring(0, operator));
    Claim second = claim(text.substring(operator + 1));
    return text.charAt(operator) == '&' ? new Both(first, second) : new Either(first, second);
  }

  private static Claim claim(String text) {
    if (!text.matches("[A-C]=[kn]")) {
      throw new IllegalArgumentException("'" + text + "' is not a claim such as A=k or B=n");
    }
    return new Claim(text.charAt(0) - 'A', text.charAt(2) == 'k');
  }
}
