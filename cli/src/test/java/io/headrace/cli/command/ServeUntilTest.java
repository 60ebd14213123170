package io.headrace.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ServeUntilTest {

  @Test
  void printsEveryCauseOnce() {
    // Given
    String refused = "Not authorized to access topics: [run.traces]; allow the principal";
    List<String> problems =
        List.of(
            "console stopped: [kafka] a call of the console failed: " + refused,
            "decoder-0 stopped: [kafka] sending to run.traces failed: " + refused,
            "learner stopped: [checkpoint] can't be read",
            "[run=r] the assembler failed: [kafka] a call of the reward-service failed: "
                + refused);

    // When
    List<String> said = ServeUntil.byCause(problems);

    // Then
    assertThat(said).containsExactly(problems.get(0), problems.get(2));
  }
}
