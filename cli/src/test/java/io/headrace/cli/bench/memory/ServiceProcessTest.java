package io.headrace.cli.bench.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServiceProcessTest {

  @Test
  void theErrorOfAProcessIsReportedThoughItLoggedMoreAfterwards() {
    // Given
    String written =
        """
        health      http://127.0.0.1:35493/readyz
        headrace: verifier-consumer-4 stopped: the scorers do not answer
        20:42:28 WARN  closing
        20:42:29 WARN  closing
        20:42:30 WARN  closing
        """;

    // When / Then
    assertThat(ServiceProcess.reason(written))
        .isEqualTo("headrace: verifier-consumer-4 stopped: the scorers do not answer");
  }

  @Test
  void theLastLinesAreReportedOfAProcessWithoutAnError() {
    assertThat(ServiceProcess.reason("one\ntwo\nthree\nfour\n")).isEqualTo("two | three | four");
  }
}
