package io.headrace.console.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {
  @Test
  void parsesItsTextForm() {
    // Given a position
    Position position = new Position("demo.traces", 3, 12_345);
    // When it is written and read
    Position read = Position.parse(position.toString());
    // Then it is the same
    assertThat(read).isEqualTo(position);
    assertThat(position).hasToString("demo.traces:3:12345");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":", "a:b:c", "demo.traces:1", ":1:2", "demo:-1:2", "demo:1:2x"})
  void rejectsOtherTexts(String text) {
    assertThat(Position.find(text)).isEmpty();
  }
}
