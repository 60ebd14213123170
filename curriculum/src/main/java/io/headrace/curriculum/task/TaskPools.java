package io.headrace.curriculum.task;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The tasks of a run, split into training and held-out tasks. No id and no prompt, ignoring white
 * space, is in both.
 *
 * @param train tasks for training groups and demonstrations
 * @param heldOut tasks for evaluations only
 */
public record TaskPools(List<CurriculumTask> train, List<CurriculumTask> heldOut) {

  public TaskPools {
    train = List.copyOf(train);
    heldOut = List.copyOf(heldOut);
    rejectShared(train, heldOut, CurriculumTask::id, "id");
    rejectShared(train, heldOut, CurriculumTask::wording, "prompt");
  }

  /**
   * Holds out {@code count} of the tasks. The choice depends on ids and seed only, not on the order
   * of the file or the number of tasks, so that adding lines to a file moves as few tasks as
   * possible between training and held-out.
   *
   * @throws IllegalArgumentException when fewer than one task would be left to train on
   */
  public static TaskPools split(List<CurriculumTask> tasks, int count, long seed) {
    if (count < 0 || count >= tasks.size()) {
      throw new IllegalArgumentException(
          "can't hold out "
              + count
              + " of "
              + tasks.size()
              + " tasks and still train; hold out fewer or add tasks");
    }
    Set<String> chosen =
        tasks.stream()
            .map(CurriculumTask::id)
            .sorted(
                Comparator.<String>comparingLong(id -> rank(id, seed))
                    .thenComparing(Comparator.naturalOrder()))
            .limit(count)
            .collect(Collectors.toSet());
    return of(tasks, tasks.stream().filter(task -> chosen.contains(task.id())).toList());
  }

  /** Trains on the tasks that have neither the id nor the wording of a held-out one. */
  public static TaskPools of(List<CurriculumTask> tasks, List<CurriculumTask> heldOut) {
    Set<String> ids = valuesOf(heldOut, CurriculumTask::id);
    Set<String> wordings = valuesOf(heldOut, CurriculumTask::wording);
    List<CurriculumTask> train = new ArrayList<>();
    for (CurriculumTask task : tasks) {
      if (!ids.contains(task.id()) && !wordings.contains(task.wording())) {
        train.add(task);
      }
    }
    return new TaskPools(train, heldOut);
  }

  /** FNV-1a over the id, mixed with the seed: stable across JVMs and versions. */
  private static long rank(String id, long seed) {
    long hash = 0xcbf29ce484222325L ^ seed;
    for (int i = 0; i < id.length(); i++) {
      hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
    hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
    return hash ^ (hash >>> 31);
  }

  private static Set<String> valuesOf(
      List<CurriculumTask> tasks, Function<CurriculumTask, String> value) {
    return tasks.stream().map(value).collect(Collectors.toCollection(HashSet::new));
  }

  private static void rejectShared(
      List<CurriculumTask> train,
      List<CurriculumTask> heldOut,
      Function<CurriculumTask, String> value,
      String what) {
    Set<String> held = valuesOf(heldOut, value);
    for (CurriculumTask task : train) {
      if (held.contains(value.apply(task))) {
        throw new IllegalArgumentException(
            "the "
                + what
                + " of task "
                + task.id()
                + " is both in training and held out; use TaskPools.of");
      }
    }
  }
}
