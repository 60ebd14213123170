package io.headrace.pipeline.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReaderFolderTest {

  @TempDir Path cache;

  @Test
  void removesOnlyFoldersOfKilledReaders() throws IOException {
    // Given a living reader, one that was killed, and a folder that is no reader's
    try (ReaderFolder living = ReaderFolder.open(cache.resolve("p1"))) {
      Path killed = cache.resolve("p2");
      Files.createDirectories(killed.resolve("v7"));
      Files.createFile(killed.resolve("reader.lock"));
      Files.writeString(killed.resolve("v7/model.safetensors"), "weights");
      Path other = Files.createDirectories(cache.resolve("notes"));

      // When the next one starts
      try (ReaderFolder next = ReaderFolder.open(cache.resolve("p3"))) {

        // Then
        assertThat(killed).doesNotExist();
        assertThat(living.path()).isDirectory();
        assertThat(next.path()).isDirectory();
        assertThat(other).isDirectory();
      }
    }
  }

  @Test
  void removesItsFolderOnClose() throws IOException {
    // Given
    Path folder = cache.resolve("p1");
    ReaderFolder reader = ReaderFolder.open(folder);
    Files.createDirectories(reader.path().resolve("v1"));

    // When
    reader.close();

    // Then
    assertThat(folder).doesNotExist();
    ReaderFolder.open(folder).close();
  }

  @Test
  void rejectsAFolderOfALiveReader() throws IOException {
    // Given
    try (ReaderFolder reader = ReaderFolder.open(cache.resolve("p1"))) {

      // When / Then
      assertThatThrownBy(() -> ReaderFolder.open(reader.path()))
          .isInstanceOf(IOException.class)
          .hasMessage("another reader of weights has this folder");
    }
  }
}
