package io.headrace.curriculum.family;

/**
 * A task that a family drew.
 *
 * @param prompt the text the policy continues
 * @param answer the gold answer in the form that the family's verifier expects
 * @param substance what the task asks for, whatever the order it is written in; two tasks of equal
 *     substance are always on the same side of the split, so that {@code 48+37=} is held out where
 *     {@code 37+48=} is
 */
public record FamilyTask(String prompt, String answer, String substance) {

  public FamilyTask {
    if (prompt.isEmpty() || answer.isEmpty() || substance.isEmpty()) {
      throw new IllegalArgumentException("a task needs a prompt, an answer and a substance");
    }
  }
}
