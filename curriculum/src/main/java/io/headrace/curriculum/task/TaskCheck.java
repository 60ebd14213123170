package io.headrace.curriculum.task;

import java.util.Optional;

/**
 * Checks that the rest of the pipeline can process a task: that its scorers exist and accept the
 * gold answer, and that the model can encode the prompt. The curriculum depends on neither scorers
 * nor models, so the check is passed to it.
 */
@FunctionalInterface
public interface TaskCheck {

  /** Accepts every task. */
  TaskCheck ANY = _ -> Optional.empty();

  /** Why the task can't be processed, one clause; empty when it can. */
  Optional<String> problemWith(CurriculumTask task);

  /** This check and then another; returns the first problem. */
  default TaskCheck and(TaskCheck other) {
    return task -> problemWith(task).or(() -> other.problemWith(task));
  }
}
