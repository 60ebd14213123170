package io.headrace.pipeline.task;

import io.headrace.schemas.Message;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A conversation as text: each message after the label of its role, a blank line between messages,
 * and the label {@code Assistant:} at the end, after which the next message is written.
 *
 * <pre>
 * System: Answer with a number.
 *
 * User: What is 37 + 48?
 *
 * Assistant:
 * </pre>
 */
public final class ConversationText {

  private static final String SEPARATOR = "\n\n";
  private static final String NEXT = "Assistant:";

  private ConversationText() {}

  /** The text of a conversation; white space around a message's content is removed. */
  public static String of(List<Message> messages) {
    return messages.stream()
        .map(message -> label(message.getRole()) + " " + message.getContent().strip() + SEPARATOR)
        .collect(Collectors.joining("", "", NEXT));
  }

  private static String label(String role) {
    return role.substring(0, 1).toUpperCase(Locale.ROOT) + role.substring(1) + ":";
  }
}
