package io.headrace.curriculum.task;

import io.headrace.schemas.Task;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A task the curriculum may ask, with a worked answer where one is known.
 *
 * @param task what travels on the log
 * @param demonstration the response to imitate in the cold start, without the end-of-sequence token
 * @param source the file or generator the task comes from
 */
public record CurriculumTask(Task task, Optional<String> demonstration, String source) {

  private static final Pattern SPACES = Pattern.compile("\\s+");

  /** The task's id, unique within the run. */
  public String id() {
    return task.getTaskId();
  }

  /** The text the policy continues. */
  public String prompt() {
    return task.getPrompt();
  }

  /**
   * The prompt whatever its white space: two tasks of the same wording are never on both sides of
   * the held-out split.
   */
  String wording() {
    return SPACES.matcher(prompt().strip()).replaceAll(" ");
  }
}
