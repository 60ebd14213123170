package io.headrace.cli.output;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.pipeline.error.HeadraceException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TerminalTest {

  /** As {@code headrace … > FILE} on a full disk. */
  private static final class FullStream extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      throw new IOException("No space left on device");
    }
  }

  @Test
  void dataThatCannotBeWrittenIsAFailure() {
    // Given
    Terminal terminal =
        new Terminal(
            new PrintStream(new FullStream(), false, StandardCharsets.UTF_8), System.err, false);

    // When / Then
    assertThatThrownBy(() -> terminal.data("1"))
        .isInstanceOf(HeadraceException.class)
        .hasMessageContaining("[stdout] the output can't be written");
  }
}
