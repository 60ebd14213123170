package io.headrace.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.policy.ModelFormatException;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class WeightsUpdaterTest {

  @Test
  void aFileThatCannotBeReadNowIsReadAgain() {
    assertThat(
            WeightsUpdater.isRetriable(new UncheckedIOException(new IOException("stale handle"))))
        .isTrue();
    assertThat(
            WeightsUpdater.isRetriable(new ModelFormatException("x", new NoSuchFileException("f"))))
        .isTrue();
    assertThat(
            WeightsUpdater.isRetriable(
                new ModelFormatException("x", new AccessDeniedException("f"))))
        .isTrue();
  }

  @Test
  void anInvalidModelIsNotReadAgain() {
    assertThat(WeightsUpdater.isRetriable(new ModelFormatException("another config.json")))
        .isFalse();
    assertThat(WeightsUpdater.isRetriable(new ModelFormatException("x", new EOFException())))
        .isFalse();
  }
}
