package io.headrace.curriculum.task;

import com.fasterxml.jackson.databind.JsonNode;
import io.headrace.schemas.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads the field {@code messages} of a line of a tasks file: a conversation. */
final class MessagesField {

  private static final String USER = "user";
  private static final Set<String> ROLES = Set.of("system", USER, "assistant");

  private MessagesField() {}

  /** The messages of a line; none where it has the field {@code prompt} instead. */
  static List<Message> read(JsonNode line) throws MalformedLine {
    if (!line.hasNonNull("messages")) {
      return List.of();
    }
    if (line.hasNonNull("prompt")) {
      throw new MalformedLine("both 'prompt' and 'messages' are given; give only one of them");
    }
    JsonNode array = line.get("messages");
    if (!array.isArray()) {
      throw new MalformedLine(
          "'messages' has to be an array of messages, found " + JsonText.kindOf(array));
    }
    return conversation(array);
  }

  private static List<Message> conversation(JsonNode array) throws MalformedLine {
    List<Message> messages = new ArrayList<>();
    for (JsonNode node : array) {
      messages.add(message(node, "messages[" + messages.size() + "]"));
    }
    if (messages.isEmpty()) {
      throw new MalformedLine("'messages' is empty; give at least one message of the user");
    }
    String last = messages.getLast().getRole();
    if (!last.equals(USER)) {
      throw new MalformedLine(
          "the last of 'messages' has the role '%s'; end with a message of the user"
              .formatted(last));
    }
    return List.copyOf(messages);
  }

  private static Message message(JsonNode node, String name) throws MalformedLine {
    if (!node.isObject()) {
      throw new MalformedLine(
          "'%s' has to be an object with 'role' and 'content', found %s"
              .formatted(name, JsonText.kindOf(node)));
    }
    String role = JsonText.of(node, "role", name + ".role");
    if (!ROLES.contains(role)) {
      throw new MalformedLine(
          "'%s.role' is '%s'; choose system, user or assistant".formatted(name, role));
    }
    return new Message(role, JsonText.of(node, "content", name + ".content"));
  }
}
