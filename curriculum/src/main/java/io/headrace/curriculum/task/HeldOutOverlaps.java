package io.headrace.curriculum.task;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the training tasks that {@link TaskPools#of} excludes because they are held out. */
final class HeldOutOverlaps {

  private final Path file;
  private final TaskFile.Reading reading;
  private final Map<String, CurriculumTask> byId = new HashMap<>();
  private final Map<String, CurriculumTask> byWording = new HashMap<>();

  private HeldOutOverlaps(Path file, TaskFile.Reading reading, List<CurriculumTask> heldOut) {
    this.file = file;
    this.reading = reading;
    for (CurriculumTask task : heldOut) {
      byId.putIfAbsent(task.id(), task);
      byWording.putIfAbsent(task.wording(), task);
    }
  }

  /**
   * One problem for each task of a file that another file holds out, in the order of their lines.
   */
  static List<LineProblem> between(
      Path file, TaskFile.Reading tasks, Path heldFile, TaskFile.Reading held) {
    HeldOutOverlaps overlaps = new HeldOutOverlaps(heldFile, held, held.tasks());
    return overlaps.problems(file, tasks, tasks.tasks());
  }

  /**
   * One problem for each task of a file that has the wording of a held-out task of the same file.
   */
  static List<LineProblem> within(Path file, TaskFile.Reading tasks, List<CurriculumTask> heldOut) {
    HeldOutOverlaps overlaps = new HeldOutOverlaps(file, tasks, heldOut);
    return overlaps.problems(
        file,
        tasks,
        tasks.tasks().stream().filter(task -> !overlaps.byId.containsKey(task.id())).toList());
  }

  private List<LineProblem> problems(
      Path trainFile, TaskFile.Reading train, List<CurriculumTask> tasks) {
    List<LineProblem> problems = new ArrayList<>();
    for (CurriculumTask task : tasks) {
      CurriculumTask wording = byWording.get(task.wording());
      CurriculumTask same = wording == null ? byId.get(task.id()) : wording;
      if (same != null) {
        String what = wording == null ? "id '" + task.id() + "'" : task.promptKind();
        problems.add(new LineProblem(trainFile.toString(), train.lineOf(task), reason(what, same)));
      }
    }
    return problems;
  }

  private String reason(String what, CurriculumTask same) {
    return "its %s is held out for evaluation (%s:%d), so it is not trained on"
        .formatted(what, file, reading.lineOf(same));
  }
}
