package io.headrace.curriculum.task;

import io.headrace.curriculum.family.FamilyTask;
import io.headrace.curriculum.family.Split;
import io.headrace.curriculum.family.TaskGenerator;
import io.headrace.schemas.Task;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tasks of a built-in family: a fixed pool of training tasks, held-out tasks, and demonstrations.
 * Ids are {@code family/seed/number}, with {@code held-out-} before the number for held-out tasks;
 * the same generator returns the same supply.
 */
public final class FamilySource {

  /** After so many draws in a row without a new prompt the family has no further tasks. */
  private static final int MAX_REPEATED_DRAWS = 20_000;

  private final TaskGenerator generator;

  /** The tasks of a generator. */
  public FamilySource(TaskGenerator generator) {
    this.generator = generator;
  }

  /**
   * Draws the supply.
   *
   * @param pool training tasks at most; a small family has fewer
   * @param heldOut number of held-out tasks
   * @param demonstrations number of demonstrations; those of a small family repeat
   * @throws IllegalArgumentException when the family has too few held-out tasks
   */
  public TaskSupply supply(int pool, int heldOut, int demonstrations) {
    List<CurriculumTask> held = distinct(Split.HELD_OUT, heldOut);
    if (held.size() < heldOut) {
      throw new IllegalArgumentException(
          "task family %s at difficulty %d has only %d held-out tasks and %d are needed; hold out fewer or raise the difficulty"
              .formatted(name(), generator.difficulty(), held.size(), heldOut));
    }
    return new TaskSupply(
        TaskPools.of(distinct(Split.TRAIN, pool), held), demonstrated(demonstrations), List.of());
  }

  private List<CurriculumTask> distinct(Split split, int most) {
    Set<String> prompts = new HashSet<>();
    List<CurriculumTask> tasks = new ArrayList<>();
    int repeated = 0;
    for (long number = 0; tasks.size() < most && repeated < MAX_REPEATED_DRAWS; number++) {
      FamilyTask drawn = generator.task(split, number);
      if (prompts.add(drawn.prompt())) {
        tasks.add(task(split, number, drawn, Optional.empty()));
        repeated = 0;
      } else {
        repeated++;
      }
    }
    return tasks;
  }

  private List<CurriculumTask> demonstrated(int count) {
    List<CurriculumTask> tasks = new ArrayList<>(count);
    for (long number = 0; number < count; number++) {
      FamilyTask drawn = generator.task(Split.TRAIN, number);
      String demonstration = generator.family().demonstration(drawn);
      tasks.add(task(Split.TRAIN, number, drawn, Optional.of(demonstration)));
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
    Task task =
        new Task(
            id, drawn.prompt(), drawn.answer(), generator.family().verifier(), List.of(), Map.of());
    return new CurriculumTask(task, demonstration, name());
  }

  private String name() {
    return generator.family().name();
  }
}
