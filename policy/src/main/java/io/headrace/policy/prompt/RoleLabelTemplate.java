package io.headrace.policy.prompt;

import io.headrace.pipeline.task.ConversationText;
import io.headrace.policy.tokenizer.Tokenizer;
import io.headrace.schemas.Message;
import java.util.List;

/**
 * The template of a model without one of its own: the conversation as text with role labels ({@link
 * ConversationText}), encoded as a prompt.
 */
public final class RoleLabelTemplate implements ChatTemplate {

  @Override
  public int[] encode(List<Message> messages, Tokenizer tokenizer) {
    return tokenizer.encodePrompt(ConversationText.of(messages));
  }
}
