package io.headrace.curriculum.family;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Draws the tasks of one side of the split: a pure function of family, seed, difficulty, side and
 * number.
 *
 * <p>Immutable and safe to share between threads.
 *
 * @param family what is drawn
 * @param seed of the run: decides the draws and the split
 * @param difficulty as {@link TaskFamily#difficulties()} counts it
 */
public record TaskGenerator(TaskFamily family, long seed, int difficulty) {

  /** Draws in a row that bring nothing new before a side is taken to be used up. */
  private static final int FRUITLESS_DRAWS = 20_000;

  public TaskGenerator {
    family.difficulties().check(family.name(), difficulty);
  }

  /** The side of the split that a task is on under this seed. */
  public Split splitOf(FamilyTask task) {
    return new HeldOutRule(seed).of(task);
  }

  /** The task of a number; tasks of different numbers may be equal. */
  public FamilyTask task(Split split, long number) {
    SplittableRandom random = new SplittableRandom(streamSeed(split, number));
    HeldOutRule rule = new HeldOutRule(seed);
    while (true) {
      FamilyTask task = family.draw(random, difficulty);
      if (rule.of(task) == split) {
        return task;
      }
    }
  }

  /**
   * The first so many tasks of different prompts, in the order of their numbers.
   *
   * @throws IllegalArgumentException when the family has not so many on that side
   */
  public List<FamilyTask> distinct(Split split, int count) {
    Map<String, FamilyTask> tasks = new LinkedHashMap<>();
    int fruitless = 0;
    for (long number = 0; tasks.size() < count; number++) {
      FamilyTask task = task(split, number);
      fruitless = tasks.putIfAbsent(task.prompt(), task) == null ? 0 : fruitless + 1;
      if (fruitless == FRUITLESS_DRAWS) {
        throw new IllegalArgumentException(
            "task family %s at difficulty %d has only %d different %s tasks, %d were asked for; ask for fewer or raise the difficulty"
                .formatted(family.name(), difficulty, tasks.size(), words(split), count));
      }
    }
    return List.copyOf(tasks.values());
  }

  private long streamSeed(Split split, long number) {
    return HeldOutRule.mix(HeldOutRule.mix(seed + 1) ^ (2 * number + streamOf(split)));
  }

  private static int streamOf(Split split) {
    return switch (split) {
      case TRAIN -> 0;
      case HELD_OUT -> 1;
    };
  }

  private static String words(Split split) {
    return switch (split) {
      case TRAIN -> "training";
      case HELD_OUT -> "held-out";
    };
  }
}
