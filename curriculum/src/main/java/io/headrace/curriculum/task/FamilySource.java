package io.headrace.curriculum.task;

import io.headrace.curriculum.family.FamilyTask;
import io.headrace.curriculum.family.Split;
import io.headrace.curriculum.family.TaskGenerator;
import io.headrace.schemas.Task;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Tasks of a built-in family: a fixed pool to train on, held-out ones, and worked answers. Ids are
 * {@code family/seed/number}, with {@code held-out} before the number for held-out tasks; the same
 * generator gives the same supply.
 */
public final class FamilySource {

  /** Draws in a row that bring nothing new before a small family is taken to be used up. */
  private static final int FRUITLESS_DRAWS = 20_000;

  private final TaskGenerator generator;

  /** The tasks of a generator. */
  public FamilySource(TaskGenerator generator) {
    this.generator = generator;
  }

  /**
   * Draws the supply.
   *
   * @param pool the most tasks to train on; a small family has fewer
   * @param heldOut how many tasks are held out
   * @param demonstrations how many worked answers; those of a small family repeat
   * @throws IllegalArgumentException when the family has too few held-out tasks
   */
  public TaskSupply supply(int pool, int heldOut, int demonstrations) {
    List<CurriculumTask> held = distinct(Split.HELD_OUT, heldOut);
    if (held.size() < heldOut) {
      throw new IllegalArgumentException(
          "task family %s at difficulty %d has only %d held-out tasks, %d were asked for; hold out fewer or raise the difficulty"
              .formatted(name(), generator.difficulty(), held.size(), heldOut));
    }
    return new TaskSupply(
        TaskPools.of(distinct(Split.TRAIN, pool), held), demonstrated(demonstrations), List.of());
  }

  private List<CurriculumTask> distinct(Split split, int most) {
    Set<String> prompts = new HashSet<>();
    List<CurriculumTask> tasks = new ArrayList<>();
    int fruitless = 0;
    for (long number = 0; tasks.size() < most && fruitless < FRUITLESS_DRAWS; number++) {
      FamilyTask drawn = generator.task(split, number);
      if (prompts.add(drawn.prompt())) {
        tasks.add(task(split, number, drawn, Optional.empty()));
        fruitless = 0;
      } else {
        fruitless++;
      }
    }
    return tasks;
  }

  private List<CurriculumTask> demonstrated(int count) {
    List<CurriculumTask> tasks = new ArrayList<>(count);
    for (long number = 0; number < count; number++) {
      FamilyTask drawn = generator.task(Split.TRAIN, number);
      String worked = generator.family().demonstration(drawn);
      tasks.add(task(Split.TRAIN, number, drawn, Optional.of(worked)));
    }
    return tasks;
  }

  private CurriculumTask task(
      Split split, long number, FamilyTask drawn, Optional<String> demonstration) {
    String side =
        split == Split.HELD_OUT
            ? split.name().toLowerCase(Locale.ROOT).replace('_', '-') + "-"
            : "";
    String id = name() + "/" + generator.seed() + "/" + side + number;
    Task task = new Task(id, drawn.prompt(), drawn.answer(), generator.family().verifier());
    return new CurriculumTask(task, demonstration, name());
  }

  private String name() {
    return generator.family().name();
  }
}
