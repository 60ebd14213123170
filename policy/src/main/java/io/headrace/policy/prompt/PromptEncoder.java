package io.headrace.policy.prompt;

import io.headrace.policy.tokenizer.Tokenizer;
import io.headrace.schemas.Task;

/**
 * Encodes what a task asks as the token ids that the policy continues. Rollout workers,
 * demonstrations and the check of tasks all use it, so that a model is trained on the prompts that
 * it is asked. Safe for use from several threads.
 *
 * @param template encodes conversations
 */
public record PromptEncoder(Tokenizer tokenizer, ChatTemplate template) {

  /** The encoder of the model that a tokenizer belongs to. */
  public static PromptEncoder of(Tokenizer tokenizer) {
    return new PromptEncoder(tokenizer, new RoleLabelTemplate());
  }

  /**
   * The token ids of a task's conversation, or of its prompt where it has none.
   *
   * @throws io.headrace.policy.tokenizer.TokenizerException if it has a character that is not in
   *     the vocabulary
   */
  public int[] encode(Task task) {
    return task.getMessages().isEmpty()
        ? tokenizer.encodePrompt(task.getPrompt())
        : template.encode(task.getMessages(), tokenizer);
  }
}
