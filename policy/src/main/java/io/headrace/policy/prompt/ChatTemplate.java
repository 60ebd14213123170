package io.headrace.policy.prompt;

import io.headrace.policy.tokenizer.Tokenizer;
import io.headrace.schemas.Message;
import java.util.List;

/**
 * Encodes a conversation as the token ids after which a model writes the next message of the
 * assistant. Implementations are safe for use from several threads.
 */
@FunctionalInterface
public interface ChatTemplate {

  /**
   * The token ids of a conversation.
   *
   * @param messages at least one, the last one from the user
   * @throws io.headrace.policy.tokenizer.TokenizerException if a message has a character that is
   *     not in the vocabulary
   */
  int[] encode(List<Message> messages, Tokenizer tokenizer);
}
