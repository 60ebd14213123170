package io.headrace.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.curriculum.task.CurriculumTask;
import io.headrace.curriculum.task.TaskCheck;
import io.headrace.policy.tokenizer.CharacterTokenizer;
import io.headrace.schemas.Message;
import io.headrace.schemas.Task;
import io.headrace.verifier.BuiltInScorers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class UsableTasksTest {

  private static final TaskCheck SCORABLE = UsableTasks.scorable(BuiltInScorers.all());
  private static final TaskCheck READABLE = UsableTasks.readable(CharacterTokenizer.ascii(), 20);

  @Test
  void aTaskNeedsAnExistingScorerAndAGoldAnswerThatItAccepts() {
    assertThat(SCORABLE.problemWith(task("1+1=", "2", "number"))).isEmpty();
    assertThat(SCORABLE.problemWith(task("1+1=", "2", "numbr")))
        .contains(
            "there is no scorer 'numbr'; there are addition, countdown, knights-and-knaves,"
                + " letter-sorting, number");
    assertThat(SCORABLE.problemWith(task("1+1=", "two", "number")))
        .hasValueSatisfying(
            it -> assertThat(it).startsWith("the gold answer 'two' is not a number"));
    assertThat(SCORABLE.problemWith(task("sort ba=", "ba", "letter-sorting")))
        .contains("the gold answer 'ba' is not letters a to z in alphabetical order");
  }

  @Test
  void eachOfSeveralScorersHasToExistAndAcceptTheGoldAnswer() {
    assertThat(SCORABLE.problemWith(weighted("2", Map.of("number", 0.8, "addition", 0.2))))
        .isEmpty();
    assertThat(SCORABLE.problemWith(weighted("2", Map.of("number", 0.8, "numbr", 0.2))))
        .hasValueSatisfying(
            it -> assertThat(it).startsWith("scorer 'numbr': there is no scorer 'numbr'; there"));
    assertThat(SCORABLE.problemWith(weighted("2", Map.of("addition", 1.0, "letter-sorting", 1.0))))
        .hasValueSatisfying(
            it -> assertThat(it).startsWith("scorer 'letter-sorting': the gold answer '2' is"));
  }

  @Test
  void aConversationMustBeEncodableAndLeaveRoomForAResponse() {
    // Given labels of 17 characters around the content
    assertThat(READABLE.problemWith(conversation("1"))).isEmpty();
    assertThat(READABLE.problemWith(conversation("1+1?")))
        .contains("'messages' has 22 tokens and the model takes 20 with the response; shorten it");
    assertThat(READABLE.problemWith(conversation("\u00e9")))
        .hasValueSatisfying(it -> assertThat(it).startsWith("the model can't read 'messages': "));
  }

  @Test
  void aPromptMustBeEncodableAndLeaveRoomForAResponse() {
    assertThat(READABLE.problemWith(task("1".repeat(19), "2", "number"))).isEmpty();
    assertThat(READABLE.problemWith(task("1".repeat(20), "2", "number")))
        .contains("'prompt' has 20 tokens and the model takes 20 with the response; shorten it");
    assertThat(READABLE.problemWith(task("caf\u00e9", "2", "number")))
        .hasValueSatisfying(
            it ->
                assertThat(it)
                    .startsWith("the model can't read 'prompt': [tokenizer character=4]"));
  }

  @Test
  void aDemonstrationMustBeEncodable() {
    CurriculumTask task =
        new CurriculumTask(
            new Task("a", "1+1=", "2", "number", List.of(), Map.of()),
            Optional.of("\u00e9"),
            "file");
    assertThat(READABLE.problemWith(task))
        .hasValueSatisfying(
            it -> assertThat(it).startsWith("the model can't read 'demonstration': "));
  }

  private static CurriculumTask weighted(String answer, Map<String, Double> weights) {
    Task task = new Task("a", "1+1=", answer, "number", List.of(), weights);
    return new CurriculumTask(task, Optional.empty(), "file");
  }

  private static CurriculumTask conversation(String content) {
    List<Message> messages = List.of(new Message("user", content));
    Task task = new Task("a", "shown", "2", "number", messages, Map.of());
    return new CurriculumTask(task, Optional.empty(), "file");
  }

  private static CurriculumTask task(String prompt, String answer, String verifier) {
    return new CurriculumTask(
        new Task("a", prompt, answer, verifier, List.of(), Map.of()), Optional.empty(), "file");
  }
}
