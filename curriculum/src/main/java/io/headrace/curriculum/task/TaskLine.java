package io.headrace.curriculum.task;

import com.fasterxml.jackson.databind.JsonNode;
import io.headrace.pipeline.task.ConversationText;
import io.headrace.pipeline.task.TaskScorers;
import io.headrace.schemas.Message;
import io.headrace.schemas.Task;
import java.util.List;
import java.util.Optional;

/** Reads one line of a tasks file: Headrace's own form, or GSM8K's question and answer. */
final class TaskLine {

  private static final int LONGEST_ID = 200;
  private static final String GSM8K_GOLD = "####";

  private final TaskFileFormat format;
  private final String source;

  TaskLine(TaskFileFormat format, String source) {
    this.format = format;
    this.source = source;
  }

  /** The task of a line, or {@link MalformedLine} with the reason. */
  CurriculumTask read(JsonNode line) throws MalformedLine {
    if (!line.isObject()) {
      throw new MalformedLine("expected a JSON object, found " + JsonText.kindOf(line));
    }
    boolean isGsm8k =
        line.hasNonNull("question") && !line.hasNonNull("prompt") && !line.hasNonNull("messages");
    return isGsm8k ? gsm8k(line) : own(line);
  }

  private CurriculumTask own(JsonNode line) throws MalformedLine {
    Optional<String> demonstration =
        line.hasNonNull("demonstration")
            ? Optional.of(JsonText.of(line, "demonstration"))
            : Optional.empty();
    TaskScorers scorers = ScorersField.read(line, format.verifier());
    List<Message> messages = MessagesField.read(line);
    String prompt =
        messages.isEmpty() ? JsonText.of(line, "prompt") : ConversationText.of(messages);
    return task(idOf(line), event(prompt, gold(line), messages, scorers), demonstration);
  }

  private CurriculumTask gsm8k(JsonNode line) throws MalformedLine {
    String answer = JsonText.of(line, "answer");
    int mark = answer.lastIndexOf(GSM8K_GOLD);
    String gold = mark < 0 ? "" : answer.substring(mark + GSM8K_GOLD.length()).strip();
    if (gold.isEmpty()) {
      throw new MalformedLine("'answer' of a question has no '#### ' followed by the gold answer");
    }
    Optional<String> demonstration = Optional.of(answer.replaceAll("<<[^<>]*>>", ""));
    String prompt = format.promptFor(JsonText.of(line, "question"));
    TaskScorers scorers =
        line.hasNonNull("scorers")
            ? ScorersField.read(line, "number")
            : TaskScorers.single("number");
    return task(idOf(line), event(prompt, gold, List.of(), scorers), demonstration);
  }

  /** A task without its id. */
  private static Task.Builder event(
      String prompt, String gold, List<Message> messages, TaskScorers scorers) {
    return Task.newBuilder()
        .setPrompt(prompt)
        .setAnswer(gold)
        .setVerifier(scorers.main())
        .setMessages(messages)
        .setScorerWeights(scorers.eventWeights());
  }

  private CurriculumTask task(
      Optional<String> givenId, Task.Builder task, Optional<String> demonstration) {
    task.setTaskId(givenId.orElseGet(() -> ContentId.of(source, task)));
    return new CurriculumTask(task.build(), demonstration, source);
  }

  private static Optional<String> idOf(JsonNode line) throws MalformedLine {
    if (!line.hasNonNull("id")) {
      return Optional.empty();
    }
    JsonNode node = line.get("id");
    String id = node.isIntegralNumber() ? node.asText() : JsonText.of(line, "id");
    if (id.length() > LONGEST_ID || id.chars().anyMatch(TaskLine::isUnfitForId)) {
      throw new MalformedLine(
          "'id' has white space, '#' or more than "
              + LONGEST_ID
              + " characters; choose a plain id");
    }
    return Optional.of(id);
  }

  private static boolean isUnfitForId(int character) {
    return Character.isWhitespace(character)
        || Character.isISOControl(character)
        || character == '#';
  }

  /** A gold answer that is no string is its JSON text. */
  private static String gold(JsonNode line) throws MalformedLine {
    JsonNode answer = line.get("answer");
    return answer == null || answer.isTextual() || answer.isNull()
        ? JsonText.of(line, "answer")
        : answer.toString();
  }
}
