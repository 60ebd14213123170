package io.headrace.curriculum.task;

import io.headrace.schemas.Task;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A task of the run, with a demonstration where it has one.
 *
 * @param task as it is written to the log
 * @param demonstration the response to imitate in supervised fine-tuning, without the
 *     end-of-sequence token
 * @param source name of the tasks file or the generator
 */
public record CurriculumTask(Task task, Optional<String> demonstration, String source) {

  private static final Pattern SPACES = Pattern.compile("\\s+");

  /** The task's id, unique within the run. */
  public String id() {
    return task.getTaskId();
  }

  /** The text the policy continues; of a conversation its messages with role labels. */
  public String prompt() {
    return task.getPrompt();
  }

  /** What {@link #prompt} is called in messages. */
  String promptKind() {
    return task.getMessages().isEmpty() ? "prompt" : "conversation";
  }

  /**
   * The prompt with each run of white space replaced by one blank. Two tasks of the same wording
   * are never on different sides of the held-out split.
   */
  String wording() {
    return SPACES.matcher(prompt().strip()).replaceAll(" ");
  }
}
