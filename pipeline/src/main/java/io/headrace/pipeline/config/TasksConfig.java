package io.headrace.pipeline.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where tasks come from.
 *
 * @param family the built-in generator
 * @param file a JSONL file instead, or none
 * @param heldoutFile held-out tasks of their own, or none
 * @param strict whether one bad line stops everything
 * @param promptTemplate how question/answer lines become prompts; {question} stands for the
 *     question
 * @param difficulty of generated tasks, 0 for the usual one of the family
 * @param seed of the generator and of the held-out split
 * @param demonstrations how many worked answers the generator writes
 * @param pool most training tasks the generator offers
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

  /** Of generated tasks, which are held in memory. */
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
