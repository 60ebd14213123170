package io.headrace.curriculum.family;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Draws the tasks of one side of the split. A task is a pure function of family, seed, difficulty,
 * side and number.
 *
 * <p>Immutable and safe for all threads.
 *
 * @param family the task family
 * @param seed seed of the run, which determines the tasks and the split
 * @param difficulty as {@link TaskFamily#difficulties()} counts it
 */
public record TaskGenerator(TaskFamily family, long seed, int difficulty) {

  /** Consecutive draws of known tasks after which a side counts as exhausted. */
  private static final int MAX_REPEATED_DRAWS = 20_000;

  public TaskGenerator {
    family.difficulties().check(family.name(), difficulty);
  }

  /** The side of the split that a task is on under this seed. */
  public Split splitOf(FamilyTask task) {
    return new HeldOutRule(seed).of(task);
  }

  /** The task with the given number; tasks of different numbers may be equal. */
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
   * The first tasks with distinct prompts, in the order of their numbers.
   *
   * @param count number of tasks
   * @throws IllegalArgumentException when the family has fewer on that side
   */
  public List<FamilyTask> distinct(Split split, int count) {
    Map<String, FamilyTask> tasks = new LinkedHashMap<>();
    int repeated = 0;
    for (long number = 0; tasks.size() < count; number++) {
      FamilyTask task = task(split, number);
      repeated = tasks.putIfAbsent(task.prompt(), task) == null ? 0 : repeated + 1;
      if (repeated == MAX_REPEATED_DRAWS) {
        throw new IllegalArgumentException(
            "task family %s at difficulty %d has only %d different %s tasks and %d are needed; lower the number or raise the difficulty"
                .formatted(family.name(), difficulty, tasks.size(), label(split), count));
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

  private static String label(Split split) {
    return switch (split) {
      case TRAIN -> "training";
      case HELD_OUT -> "held-out";
    };
  }
}
