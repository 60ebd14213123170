package io.headrace.pipeline.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The source of the tasks.
 *
 * @param family the built-in task family
 * @param file a JSONL file used instead, or none
 * @param heldoutFile a file of held-out tasks, or none
 * @param strict whether an invalid line prevents the start
 * @param promptTemplate template of the prompts of question/answer lines; {question} is replaced
 * @param difficulty of generated tasks, 0 for the family's default
 * @param seed of the generator and of the held-out split
 * @param demonstrations number of generated demonstrations
 * @param pool maximum number of generated training tasks
 */
public record TasksConfig(
    String family,
    Optional<Path> file,
    Optional<Path> heldoutFile,
    boolean strict,
    String promptTemplate,
    int difficulty,
    long seed,
    int demonstrations,
    int pool) {

  /** Maximum number of generated tasks, which are held in memory. */
  private static final int MOST = 10_000_000;

  public TasksConfig {
    Check.that(
        file.isPresent() || !family.isBlank(),
        "tasks.family",
        "must name a generator when tasks.file is empty");
    Check.that(
        promptTemplate.contains("{question}"), "tasks.prompt-template", "must contain {question}");
    Check.atLeast("tasks.difficulty", difficulty, 0);
    Check.between("tasks.demonstrations", demonstrations, 0, MOST);
    Check.between("tasks.pool", pool, 1, MOST);
  }
}
