package io.headrace.curriculum.task;

import java.util.Optional;

/**
 * Whether the rest of the pipeline can do something with a task: whether its scorer exists and can
 * use the gold answer, whether the model can read the prompt. The curriculum knows neither scorers
 * nor models; whoever starts it knows all of them.
 */
@FunctionalInterface
public interface TaskCheck {

  /** Takes every task. */
  TaskCheck ANY = _ -> Optional.empty();

  /** Why the task can't be used, one clause; empty when it can. */
  Optional<String> problemWith(CurriculumTask task);

  /** This check and then another; the first problem counts. */
  default TaskCheck and(TaskCheck other) {
    return task -> problemWith(task).or(() -> other.problemWith(task));
  }
}
