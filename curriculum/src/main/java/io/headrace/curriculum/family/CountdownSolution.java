package io.headrace.curriculum.family;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A way to a countdown target: the steps in the order they are done, and all of them as one
 * expression.
 *
 * @param steps such as {@code 3+5=8}
 * @param expression such as {@code (3+5)*2}
 */
record CountdownSolution(List<String> steps, String expression) {

  /**
   * A number in hand: what it is worth and how it was made; a made one is bracketed where it is
   * used.
   */
  private record Hand(int value, String expression, boolean made) {

    String operand() {
      return made ? "(" + expression + ")" : expression;
    }
  }

  private static final char[] OPERATORS = {'+', '-', '*', '/'};

  /** Adding up and multiplying give the same either way round, so one order of them is enough. */
  private static boolean commutes(char operator) {
    return operator == '+' || operator == '*';
  }

  /** The result of a step, or 0 when it is not a positive whole number. */
  private static int apply(char operator, int left, int right) {
    return switch (operator) {
      case '+' -> left + right;
      case '-' -> Math.max(left - right, 0);
      case '*' -> left * right;
      case '/' -> left % right == 0 ? left / right : 0;
      default -> throw new IllegalArgumentException("no operator " + operator);
    };
  }

  /** The value of a random expression over all numbers, or 0 when it has none that is allowed. */
  static int randomValue(int[] numbers, RandomGenerator random) {
    List<Integer> hand = new ArrayList<>();
    for (int number : numbers) {
      hand.add(number);
    }
    while (hand.size() > 1) {
      int left = takeOne(hand, random);
      int right = takeOne(hand, random);
      int value = apply(OPERATORS[random.nextInt(OPERATORS.length)], left, right);
      if (value == 0) {
        return 0;
      }
      hand.add(value);
    }
    return hand.getFirst();
  }

  private static int takeOne(List<Integer> hand, RandomGenerator random) {
    return hand.remove(/* index */ random.nextInt(hand.size()));
  }

  /**
   * The first solution in a fixed order of search, so that equal tasks are demonstrated equally.
   */
  static Optional<CountdownSolution> find(List<Integer> numbers, int target) {
    List<Hand> hands = numbers.stream().map(n -> new Hand(n, Integer.toString(n), false)).toList();
    return search(hands, target, List.of());
  }

  private static Optional<CountdownSolution> search(
      List<Hand> hands, int target, List<String> steps) {
    if (hands.size() == 1) {
      return hands.getFirst().value() == target
          ? Optional.of(new CountdownSolution(steps, hands.getFirst().expression()))
          : Optional.empty();
    }
    for (int left = 0; left < hands.size(); left++) {
      for (int right = 0; right < hands.size(); right++) {
        if (left != right) {
          Optional<CountdownSolution> found = combine(hands, left, right, target, steps);
          if (found.isPresent()) {
            return found;
          }
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<CountdownSolution> combine(
      List<Hand> hands, int left, int right, int target, List<String> steps) {
    for (char operator : OPERATORS) {
      if (commutes(operator) && left > right) {
        continue;
      }
      Hand first = hands.get(left);
      Hand second = hands.get(right);
      int value = apply(operator, first.value(), second.value());
      if (value == 0) {
        continue;
      }
      List<Hand> rest = new ArrayList<>(hands);
      rest.remove(Math.max(left, right));
      rest.remove(Math.min(left, right));
      rest.addFirst(new Hand(value, first.operand() + operator + second.operand(), true));
      List<String> longer = new ArrayList<>(steps);
      longer.add("" + first.value() + operator + second.value() + "=" + value);
      Optional<CountdownSolution> found = search(rest, target, longer);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }
}
