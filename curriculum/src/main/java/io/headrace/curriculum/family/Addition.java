package io.headrace.curriculum.family;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Addition of two numbers with the same number of digits, column by column.
 *
 * <p>Prompt {@code 37+48=}, answer {@code 85}, demonstration {@code
 * <think>7+8+0=15,3+4+1=08</think>{"ans":85}}: for each column from the right the two digits, the
 * carry in, and two digits: the carry out and the digit of the sum. The columns have a fixed width,
 * which is easier for a small model; 42 or 43 characters for two-digit numbers.
 */
public final class Addition implements TaskFamily {

  private static final Pattern PROMPT = Pattern.compile("([0-9]{1,9})\\+([0-9]{1,9})=");

  @Override
  public String name() {
    return "addition";
  }

  @Override
  public Difficulties difficulties() {
    return new Difficulties(2, 2, 5, "digits per number");
  }

  @Override
  public FamilyTask draw(RandomGenerator random, int difficulty) {
    int least = powerOfTen(difficulties().check(name(), difficulty) - 1);
    return task(random.nextInt(least, 10 * least), random.nextInt(least, 10 * least));
  }

  /** The task of adding two numbers. */
  public static FamilyTask task(int first, int second) {
    return new FamilyTask(
        first + "+" + second + "=",
        Integer.toString(first + second),
        Math.min(first, second) + "+" + Math.max(first, second));
  }

  @Override
  public String demonstration(FamilyTask task) {
    Matcher prompt = PROMPT.matcher(task.prompt());
    if (!prompt.matches()) {
      throw DemonstrationText.unknownPrompt(name(), task);
    }
    int first = Integer.parseInt(prompt.group(1));
    int second = Integer.parseInt(prompt.group(2));
    return DemonstrationText.ofNumber(String.join(",", columns(first, second)), first + second);
  }

  private static List<String> columns(int first, int second) {
    List<String> columns = new ArrayList<>();
    int carry = 0;
    for (int left = first, right = second; left > 0 || right > 0; left /= 10, right /= 10) {
      int sum = left % 10 + right % 10 + carry;
      columns.add(left % 10 + "+" + right % 10 + "+" + carry + "=" + sum / 10 + sum % 10);
      carry = sum / 10;
    }
    return columns;
  }

  private static int powerOfTen(int exponent) {
    return exponent == 0 ? 1 : 10 * powerOfTen(exponent - 1);
  }
}
