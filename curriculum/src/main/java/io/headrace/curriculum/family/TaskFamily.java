package io.headrace.curriculum.family;

import java.util.random.RandomGenerator;

/**
 * A family of tasks with a checkable answer, drawn from a seeded stream.
 *
 * <p>Implementations are stateless and safe to share between threads. To draw tasks of one side of
 * the split use {@link TaskGenerator}.
 */
public sealed interface TaskFamily permits Addition, Countdown, KnightsAndKnaves, LetterSorting {

  /** The name users choose it by, such as {@code addition}. */
  String name();

  /** Name of the scorer that decides its tasks. */
  default String verifier() {
    return name();
  }

  /** The difficulties it can be asked for. */
  Difficulties difficulties();

  /**
   * Draws a task; the same stream and difficulty give the same task.
   *
   * @throws IllegalArgumentException when the family does not have that difficulty
   */
  FamilyTask draw(RandomGenerator random, int difficulty);

  /**
   * The worked answer to a task: thoughts within {@code <think>…</think>}, then the answer as JSON.
   * Its answer scores 1.0 by the family's scorer.
   *
   * @throws IllegalArgumentException when the prompt is not one that this family writes
   */
  String demonstration(FamilyTask task);
}
