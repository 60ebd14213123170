package io.headrace.policy.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.policy.tokenizer.CharacterTokenizer;
import io.headrace.policy.tokenizer.Tokenizer;
import io.headrace.schemas.Message;
import io.headrace.schemas.Task;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class PromptEncoderTest {

  private static final Tokenizer TOKENIZER = CharacterTokenizer.ascii();
  private static final List<Message> MESSAGES =
      List.of(new Message("system", "Be brief."), new Message("user", "1+1?"));

  @Test
  void aPlainTaskIsItsPrompt() {
    assertThat(PromptEncoder.of(TOKENIZER).encode(task("1+1=", List.of())))
        .isEqualTo(TOKENIZER.encodePrompt("1+1="));
  }

  @Test
  void aConversationIsEncodedFromItsMessages() {
    // Given a conversation whose shown prompt is something else
    Task task = task("shown", MESSAGES);

    // When / Then a model without a template of its own gets role labels
    assertThat(PromptEncoder.of(TOKENIZER).encode(task))
        .isEqualTo(TOKENIZER.encodePrompt("System: Be brief.\n\nUser: 1+1?\n\nAssistant:"));
  }

  @Test
  void anotherTemplateDecidesTheTokensOfAConversationOnly() {
    // Given a template in the manner of ChatML
    ChatTemplate marked =
        (messages, tokenizer) ->
            tokenizer.encode(
                messages.stream()
                    .map(each -> "<" + each.getRole() + ">" + each.getContent() + "\n")
                    .collect(Collectors.joining("", "", "<assistant>")));
    PromptEncoder encoder = new PromptEncoder(TOKENIZER, marked);

    // When / Then
    assertThat(encoder.encode(task("shown", MESSAGES)))
        .isEqualTo(TOKENIZER.encode("<system>Be brief.\n<user>1+1?\n<assistant>"));
    assertThat(encoder.encode(task("1+1=", List.of()))).isEqualTo(TOKENIZER.encodePrompt("1+1="));
  }

  private static Task task(String prompt, List<Message> messages) {
    return Task.newBuilder()
        .setTaskId("a")
        .setPrompt(prompt)
        .setAnswer("2")
        .setVerifier("number")
        .setMessages(messages)
        .build();
  }
}
