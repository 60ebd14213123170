package io.headrace.curriculum.family;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A solution of a countdown puzzle.
 *
 * @param steps the steps in order, such as {@code 3+5=8}
 * @param expression such as {@code (3+5)*2}
 */
record CountdownSolution(List<String> steps, String expression) {

  /**
   * A number that is available for the next step.
   *
   * @param made whether it is the result of a step; its expression then needs brackets
   */
  private record Operand(int value, String expression, boolean made) {

    String text() {
      return made ? "(" + expression + ")" : expression;
    }
  }

  private static final char[] OPERATORS = {'+', '-', '*', '/'};

  /** Whether the order of operands does not matter, so that the search tries only one. */
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

  /**
   * The value of a random expression over all numbers, or 0 when a step's result is not allowed.
   */
  static int randomValue(int[] numbers, RandomGenerator random) {
    List<Integer> values = new ArrayList<>();
    for (int number : numbers) {
      values.add(number);
    }
    while (values.size() > 1) {
      int left = removeRandom(values, random);
      int right = removeRandom(values, random);
      int value = apply(OPERATORS[random.nextInt(OPERATORS.length)], left, right);
      if (value == 0) {
        return 0;
      }
      values.add(value);
    }
    return values.getFirst();
  }

  private static int removeRandom(List<Integer> values, RandomGenerator random) {
    return values.remove(/* index */ random.nextInt(values.size()));
  }

  /** The first solution in a fixed search order, so that equal tasks have equal demonstrations. */
  static Optional<CountdownSolution> find(List<Integer> numbers, int target) {
    List<Operand> operands =
        numbers.stream().map(n -> new Operand(n, Integer.toString(n), false)).toList();
    return search(operands, target, List.of());
  }

  private static Optional<CountdownSolution> search(
      List<Operand> operands, int target, List<String> steps) {
    if (operands.size() == 1) {
      return operands.getFirst().value() == target
          ? Optional.of(new CountdownSolution(steps, operands.getFirst().expression()))
          : Optional.empty();
    }
    for (int left = 0; left < operands.size(); left++) {
      for (int right = 0; right < operands.size(); right++) {
        if (left != right) {
          Optional<CountdownSolution> found = combine(operands, left, right, target, steps);
          if (found.isPresent()) {
            return found;
          }
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<CountdownSolution> combine(
      List<Operand> operands, int left, int right, int target, List<String> steps) {
    for (char operator : OPERATORS) {
      if (commutes(operator) && left > right) {
        continue;
      }
      Operand first = operands.get(left);
      Operand second = operands.get(right);
      int value = apply(operator, first.value(), second.value());
      if (value == 0) {
        continue;
      }
      List<Operand> rest = new ArrayList<>(operands);
      rest.remove(Math.max(left, right));
      rest.remove(Math.min(left, right));
      rest.addFirst(new Operand(value, first.text() + operator + second.text(), true));
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
