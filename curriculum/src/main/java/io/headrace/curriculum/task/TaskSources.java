package io.headrace.curriculum.task;

import io.headrace.curriculum.family.TaskFamilies;
import io.headrace.curriculum.family.TaskFamily;
import io.headrace.curriculum.family.TaskGenerator;
import io.headrace.pipeline.config.TasksConfig;
import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.FileProblem;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.files.UnusableFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Loads a run's tasks from the tasks files or the family that its configuration names. The same
 * configuration and files return the same supply.
 */
public final class TaskSources {

  /** Number of problems that a message lists; it counts the others. */
  private static final int LISTED = 5;

  private final TasksConfig config;
  private final int heldOut;
  private final TaskCheck check;

  private TaskSources(TasksConfig config, int heldOut, TaskCheck check) {
    this.config = config;
    this.heldOut = heldOut;
    this.check = check;
  }

  /**
   * Loads the tasks.
   *
   * @param heldOut number of tasks held out for evaluation
   * @param check rejects tasks that the rest of the pipeline can't process
   * @throws HeadraceException INVALID_TASKS when the tasks can't be used, or when lines are bad and
   *     the configuration is strict; INVALID_CONFIG for an unknown family or difficulty
   */
  public static TaskSupply load(TasksConfig config, int heldOut, TaskCheck check) {
    TaskSources sources = new TaskSources(config, heldOut, check);
    return config.file().isPresent() ? sources.fromFile(config.file().get()) : sources.generated();
  }

  private TaskSupply generated() {
    TaskFamily family = TaskFamilies.named(config.family()).orElseThrow(this::unknownFamily);
    int difficulty =
        config.difficulty() == 0 ? family.difficulties().standard() : config.difficulty();
    try {
      TaskSupply supply =
          new FamilySource(new TaskGenerator(family, config.seed(), difficulty))
              .supply(config.pool(), heldOut, config.demonstrations());
      supply.pools().heldOut().forEach(this::requireUsable);
      return supply;
    } catch (IllegalArgumentException wrong) {
      throw new HeadraceException(ErrorCode.INVALID_CONFIG, "[tasks] " + wrong.getMessage(), wrong);
    }
  }

  /** Held-out tasks represent all: every task of a family uses the same characters. */
  private void requireUsable(CurriculumTask task) {
    check
        .problemWith(task)
        .ifPresent(
            problem -> {
              throw invalid("tasks.family=%s] %s".formatted(config.family(), problem));
            });
  }

  private TaskSupply fromFile(Path file) {
    TaskFile.Reading tasks = read(file);
    Optional<TaskFile.Reading> held = config.heldoutFile().map(this::read);
    List<LineProblem> problems = new ArrayList<>(tasks.problems());
    held.ifPresent(reading -> problems.addAll(reading.problems()));
    TaskPools pools =
        held.map(reading -> TaskPools.of(tasks.tasks(), reading.tasks()))
            .orElseGet(() -> split(file, tasks.tasks(), problems));
    problems.addAll(
        held.map(reading -> HeldOutOverlaps.between(file, tasks, heldOutFile(file), reading))
            .orElseGet(() -> HeldOutOverlaps.within(file, tasks, pools.heldOut())));
    rejectIfStrict(problems);
    requireSome(file, pools.train(), "train on", problems);
    requireSome(heldOutFile(file), pools.heldOut(), "hold out", problems);
    return new TaskSupply(pools, demonstrated(pools), problems);
  }

  private Path heldOutFile(Path file) {
    return config.heldoutFile().orElse(file);
  }

  private TaskPools split(Path file, List<CurriculumTask> tasks, List<LineProblem> problems) {
    requireSome(file, tasks, "train on", problems);
    try {
      return TaskPools.split(tasks, heldOut, config.seed());
    } catch (IllegalArgumentException tooFew) {
      throw invalid(
          file
              + "] "
              + tooFew.getMessage()
              + " (evaluation.heldout, tasks.heldout-file)"
              + (problems.isEmpty() ? "" : "; left out: " + listed(problems)));
    }
  }

  private List<CurriculumTask> demonstrated(TaskPools pools) {
    return pools.train().stream()
        .filter(task -> task.demonstration().isPresent())
        .limit(config.demonstrations())
        .toList();
  }

  private TaskFile.Reading read(Path file) {
    try {
      if (Files.isDirectory(file)) {
        throw invalid(file + "] it is a folder; name a JSONL file of tasks");
      }
      return TaskFile.read(file, new TaskFileFormat(config.promptTemplate(), ""), check);
    } catch (NoSuchFileException missing) {
      throw invalid(
          file + "] there is no such tasks file; correct tasks.file or tasks.heldout-file");
    } catch (UnusableFileException unusable) {
      throw new HeadraceException(
          ErrorCode.INVALID_TASKS, "[" + file + "] " + unusable.clause(), unusable);
    } catch (IOException unreadable) {
      throw new HeadraceException(
          ErrorCode.INVALID_TASKS,
          "["
              + file
              + "] the tasks file can't be read: "
              + FileProblem.of(unreadable)
              + "; look at its permissions and its disk, or name another file",
          unreadable);
    }
  }

  private void rejectIfStrict(List<LineProblem> problems) {
    if (config.strict() && !problems.isEmpty()) {
      throw invalid(
          "tasks] %d bad %s and tasks.strict is set, so nothing runs: %s; correct them or leave strict out"
              .formatted(
                  problems.size(), problems.size() == 1 ? "line" : "lines", listed(problems)));
    }
  }

  private static void requireSome(
      Path file, List<CurriculumTask> tasks, String use, List<LineProblem> problems) {
    if (tasks.isEmpty()) {
      throw invalid(
          file
              + "] no task is left to "
              + use
              + (problems.isEmpty()
                  ? "; add tasks"
                  : "; correct these lines: " + listed(problems)));
    }
  }

  private static String listed(List<LineProblem> problems) {
    String first =
        problems.stream()
            .limit(LISTED)
            .map(LineProblem::toString)
            .collect(Collectors.joining("; "));
    int more = problems.size() - LISTED;
    return more > 0 ? first + "; and " + more + " more" : first;
  }

  private HeadraceException unknownFamily() {
    String known =
        TaskFamilies.all().stream().map(TaskFamily::name).collect(Collectors.joining(", "));
    return new HeadraceException(
        ErrorCode.INVALID_CONFIG,
        "[tasks.family] there is no task family '%s'; choose one of %s"
            .formatted(config.family(), known));
  }

  private static HeadraceException invalid(String problem) {
    return new HeadraceException(ErrorCode.INVALID_TASKS, "[" + problem);
  }
}
