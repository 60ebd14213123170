package io.headrace.curriculum.task;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Everything a run is fed with.
 *
 * @param pools the tasks it trains on and those it is measured on
 * @param demonstrated tasks with worked answers for the cold start, in the order to write them; a
 *     task may occur more than once, a held-out one never
 * @param problems lines of tasks files that were left out
 */
public record TaskSupply(
    TaskPools pools, List<CurriculumTask> demonstrated, List<LineProblem> problems) {

  public TaskSupply {
    demonstrated = List.copyOf(demonstrated);
    problems = List.copyOf(problems);
    Set<String> heldOut = new HashSet<>();
    pools.heldOut().forEach(task -> heldOut.add(task.wording()));
    for (CurriculumTask task : demonstrated) {
      if (task.demonstration().isEmpty() || heldOut.contains(task.wording())) {
        throw new IllegalArgumentException(
            "task " + task.id() + " can't be demonstrated: it is held out or has no worked answer");
      }
    }
  }
}
