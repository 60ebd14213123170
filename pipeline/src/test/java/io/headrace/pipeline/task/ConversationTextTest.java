package io.headrace.pipeline.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.schemas.Message;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ConversationTextTest {

  @Test
  void eachMessageHasTheLabelOfItsRoleAndTheTextEndsWithTheNextLabel() {
    // Given a conversation of several turns
    List<Message> messages =
        List.of(
            new Message("system", "Answer with a number."),
            new Message("user", "What is 37 + 48?\n"),
            new Message("assistant", "85"),
            new Message("user", "And 85 - 1?"));

    // When / Then
    assertThat(ConversationText.of(messages))
        .isEqualTo(
            """
            System: Answer with a number.

            User: What is 37 + 48?

            Assistant: 85

            User: And 85 - 1?

            Assistant:\
            """);
  }
}
