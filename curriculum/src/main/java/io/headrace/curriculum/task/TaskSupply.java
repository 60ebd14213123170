package io.headrace.curriculum.task;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The tasks of a run.
 *
 * @param pools its training and held-out tasks
 * @param demonstrated tasks with demonstrations for supervised fine-tuning, in the order in which
 *     they are written; a task may occur more than once, a held-out one never
 * @param problems lines of tasks files that are not used
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
            "task " + task.id() + " can't be demonstrated: it is held out or has no demonstration");
      }
    }
  }
}
