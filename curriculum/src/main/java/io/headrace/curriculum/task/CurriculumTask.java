package io.headrace.curriculum.task;

import io.headrace.schemas.Task;
import java.util.Optional;

/**
 * A task the curriculum may ask, with a worked answer where one is known.
 *
 * @param task what travels on the log
 * @param demonstration the response to imitate in the cold start, without the end-of-sequence token
 * @param source the file or generator the task comes from
 */
public record CurriculumTask(Task task, Optional<String> demonstration, String source) {

  /** The task's id, unique within the run. */
  public String id() {
    return task.getTaskId();
  }

  /** The text the policy continues. */
  public String prompt() {
    return task.getPrompt();
  }
}
