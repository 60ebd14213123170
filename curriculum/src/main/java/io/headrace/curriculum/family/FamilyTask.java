package io.headrace.curriculum.family;

/**
 * A generated task.
 *
 * @param prompt the text the policy continues
 * @param answer the gold answer in the form that the family's verifier expects
 * @param canonicalForm the task in a form that does not depend on the order of its parts; two tasks
 *     with the same canonical form are always on the same side of the split, so {@code 48+37=} is
 *     held out when {@code 37+48=} is
 */
public record FamilyTask(String prompt, String answer, String canonicalForm) {

  public FamilyTask {
    if (prompt.isEmpty() || answer.isEmpty() || canonicalForm.isEmpty()) {
      throw new IllegalArgumentException("a task needs a prompt, an answer and a canonical form");
    }
  }
}
