package io.headrace.curriculum.family;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The countdown puzzle: an expression with {@code + - * /} and brackets that uses each given number
 * exactly once and equals the target.
 *
 * <p>Prompt {@code make 16 from 3,5,2=}, answer {@code {"numbers":[3,5,2],"target":16}},
 * demonstration {@code <think>3+5=8,8*2=16</think>{"ans":"(3+5)*2"}}. Every task has a solution
 * whose intermediate results are positive whole numbers; the scorer accepts any solution.
 */
public final class Countdown implements TaskFamily {

  private static final int HIGHEST_NUMBER = 20;
  private static final int HIGHEST_TARGET = 99;
  private static final Pattern PROMPT =
      Pattern.compile("make ([0-9]{1,4}) from ([0-9]{1,4}(?:,[0-9]{1,4}){0,5})=");

  @Override
  public String name() {
    return "countdown";
  }

  @Override
  public Difficulties difficulties() {
    return new Difficulties(3, 3, 4, "numbers to use");
  }

  @Override
  public FamilyTask draw(RandomGenerator random, int difficulty) {
    int count = difficulties().check(name(), difficulty);
    while (true) {
      int[] numbers = random.ints(count, 1, HIGHEST_NUMBER + 1).toArray();
      int target = CountdownSolution.randomValue(numbers, random);
      if (target >= 1 && target <= HIGHEST_TARGET) {
        return task(numbers, target);
      }
    }
  }

  private static FamilyTask task(int[] numbers, int target) {
    String written = joined(numbers);
    int[] ordered = numbers.clone();
    Arrays.sort(ordered);
    return new FamilyTask(
        "make " + target + " from " + written + "=",
        "{\"numbers\":[" + written + "],\"target\":" + target + "}",
        joined(ordered) + ":" + target);
  }

  @Override
  public String demonstration(FamilyTask task) {
    Matcher prompt = PROMPT.matcher(task.prompt());
    if (!prompt.matches()) {
      throw DemonstrationText.unknownPrompt(name(), task);
    }
    List<Integer> numbers = new ArrayList<>();
    for (String number : prompt.group(2).split(",", -1)) {
      numbers.add(Integer.valueOf(number));
    }
    CountdownSolution solution =
        CountdownSolution.find(numbers, Integer.parseInt(prompt.group(1)))
            .orElseThrow(() -> DemonstrationText.unknownPrompt(name(), task));
    return DemonstrationText.ofText(String.join(",", solution.steps()), solution.expression());
  }

  private static String joined(int[] numbers) {
    return Arrays.stream(numbers).mapToObj(Integer::toString).collect(Collectors.joining(","));
  }
}
