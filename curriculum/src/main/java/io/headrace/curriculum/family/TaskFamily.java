package io.headrace.curriculum.family;

import java.util.random.RandomGenerator;

/**
 * A generator of tasks with verifiable answers.
 *
 * <p>Implementations are stateless and safe for all threads. {@link TaskGenerator} draws tasks of
 * one side of the split.
 */
public sealed interface TaskFamily permits Addition, Countdown, KnightsAndKnaves, LetterSorting {

  /** The name in settings, such as {@code addition}. */
  String name();

  /** Name of the scorer of its tasks. */
  default String verifier() {
    return name();
  }

  /** The difficulties it supports. */
  Difficulties difficulties();

  /**
   * Draws a random task; the same random numbers and difficulty give the same task.
   *
   * @throws IllegalArgumentException when the family does not have that difficulty
   */
  FamilyTask draw(RandomGenerator random, int difficulty);

  /**
   * A demonstration for a task: the reasoning within {@code <think>…</think>}, then the answer as
   * JSON. The family's scorer gives it 1.0.
   *
   * @throws IllegalArgumentException when the prompt is not one that this family writes
   */
  String demonstration(FamilyTask task);
}
