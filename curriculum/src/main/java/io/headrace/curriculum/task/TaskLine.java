package io.headrace.curriculum.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import io.headrace.pipeline.files.TextProblem;
import io.headrace.schemas.Task;
import java.util.Optional;

/**
 * Reads one line of a tasks file: Headrace's own form, or GSM8K's {@code question}/{@code answer}.
 */
final class TaskLine {

  private static final int LONGEST_ID = 200;
  private static final String GSM8K_GOLD = "####";

  private final TaskFileFormat format;
  private final String source;

  TaskLine(TaskFileFormat format, String source) {
    this.format = format;
    this.source = source;
  }

  /** The task of a line, or {@link Malformed} with the reason. */
  CurriculumTask read(JsonNode line) throws Malformed {
    if (!line.isObject()) {
      throw new Malformed("expected a JSON object, found " + named(line));
    }
    return line.hasNonNull("question") && !line.hasNonNull("prompt") ? gsm8k(line) : own(line);
  }

  private CurriculumTask own(JsonNode line) throws Malformed {
    String verifier = line.hasNonNull("verifier") ? text(line, "verifier") : format.verifier();
    if (verifier.isEmpty()) {
      throw new Malformed("'verifier' is missing; name the scorer that decides the task");
    }
    Optional<String> demonstration =
        line.hasNonNull("demonstration")
            ? Optional.of(text(line, "demonstration"))
            : Optional.empty();
    return task(idOf(line), text(line, "prompt"), gold(line), verifier, demonstration);
  }

  private CurriculumTask gsm8k(JsonNode line) throws Malformed {
    String worked = text(line, "answer");
    int mark = worked.lastIndexOf(GSM8K_GOLD);
    String gold = mark < 0 ? "" : worked.substring(mark + GSM8K_GOLD.length()).strip();
    if (gold.isEmpty()) {
      throw new Malformed("'answer' of a question has no '#### ' followed by the gold answer");
    }
    Optional<String> demonstration = Optional.of(worked.replaceAll("<<[^<>]*>>", ""));
    String prompt = format.promptFor(text(line, "question"));
    return task(idOf(line), prompt, gold, "number", demonstration);
  }

  private CurriculumTask task(
      Optional<String> givenId,
      String prompt,
      String answer,
      String verifier,
      Optional<String> demonstration) {
    String id = givenId.orElseGet(() -> ContentId.of(source, prompt, answer, verifier));
    Task task = new Task(id, prompt, answer, verifier);
    return new CurriculumTask(task, demonstration, source);
  }

  private static Optional<String> idOf(JsonNode line) throws Malformed {
    if (!line.hasNonNull("id")) {
      return Optional.empty();
    }
    JsonNode node = line.get("id");
    String id = node.isIntegralNumber() ? node.asText() : text(line, "id");
    if (id.length() > LONGEST_ID || id.chars().anyMatch(TaskLine::unfitForId)) {
      throw new Malformed(
          "'id' has white space, '#' or more than "
              + LONGEST_ID
              + " characters; choose a plain id");
    }
    return Optional.of(id);
  }

  private static boolean unfitForId(int character) {
    return Character.isWhitespace(character)
        || Character.isISOControl(character)
        || character == '#';
  }

  /** Golds may be structured; the verifier gets such a one as the JSON text. */
  private static String gold(JsonNode line) throws Malformed {
    JsonNode answer = line.get("answer");
    return answer == null || answer.isTextual() || answer.isNull()
        ? text(line, "answer")
        : answer.toString();
  }

  private static String text(JsonNode line, String field) throws Malformed {
    JsonNode node = line.get(field);
    if (node == null || node.isNull()) {
      throw new Malformed("'" + field + "' is " + (node == null ? "missing" : "null"));
    }
    if (!node.isTextual()) {
      throw new Malformed("'" + field + "' has to be a string, found " + named(node));
    }
    if (node.textValue().isBlank()) {
      throw new Malformed("'" + field + "' is blank");
    }
    Optional<String> fault = TextProblem.of(node.textValue());
    if (fault.isPresent()) {
      throw new Malformed("'" + field + "' " + fault.get());
    }
    return node.textValue();
  }

  private static String named(JsonNode node) {
    JsonNodeType type = node.getNodeType();
    return switch (type) {
      case ARRAY -> "an array";
      case OBJECT -> "an object";
      default -> type.name().toLowerCase(java.util.Locale.ROOT);
    };
  }

  /** A line that can't be used; the message is the reason. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String reason) {
      super(reason);
    }
  }
}
