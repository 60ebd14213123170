package io.headrace.pipeline.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserFileTest {

  @TempDir private Path folder;

  @Test
  void returnsAllBytesAfterTheCheck() throws IOException {
    // Given a file longer than the checked bytes
    Path file = Files.writeString(folder.resolve("a.jsonl"), "{\"a\":1}\n".repeat(500));

    // When
    try (InputStream in = UserFile.open(file, FileForm.JSON_LINES)) {
      // Then
      assertThat(in.readAllBytes()).isEqualTo(Files.readAllBytes(file));
    }
  }

  @Test
  void aDanglingLinkIsReportedWithItsTarget() throws IOException {
    // Given a link as a copied cache has it
    Path link = folder.resolve("model.safetensors");
    Files.createSymbolicLink(link, Path.of("../blobs/4d7a"));

    // Then
    assertThat(UserFile.isNamed(link)).isTrue();
    assertThatThrownBy(() -> UserFile.open(link, FileForm.SAFETENSORS))
        .isInstanceOf(UnusableFileException.class)
        .hasMessage(
            "it is a link to ../blobs/4d7a, where nothing is; mend the link, or copy the file"
                + " itself, as cp -L does");
  }

  @Test
  void aFolderIsReportedAndAMissingFileIsNot() {
    assertThatThrownBy(() -> UserFile.open(folder, FileForm.JSON))
        .isInstanceOf(UnusableFileException.class)
        .hasMessage("it is a folder, expected a JSON object; give the file itself");
    assertThatThrownBy(() -> UserFile.open(folder.resolve("no"), FileForm.JSON))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void doesNotWaitForMoreOfAStreamThanItsFirstRead() throws IOException {
    // Given a stream whose writer waits for an answer to its first line
    try (PipedOutputStream out = new PipedOutputStream();
        InputStream in = new PipedInputStream(out)) {
      out.write("[1,2]\n".getBytes(StandardCharsets.UTF_8));

      // When it is checked, Then the line is available
      InputStream checked = UserFile.checked(in, FileForm.JSON_LINES);
      assertThat(checked.readNBytes(6)).asString(StandardCharsets.UTF_8).isEqualTo("[1,2]\n");
    }
  }

  @Test
  void anEmptyStreamIsEmpty() throws IOException {
    InputStream empty = new ByteArrayInputStream(new byte[0]);
    assertThat(UserFile.checked(empty, FileForm.JSON_LINES).read()).isEqualTo(-1);
  }

  @Test
  void unpairedSurrogatesAndNulsAreReportedWithTheirPosition() {
    assertThat(TextProblem.of("a\ud83d"))
        .contains(
            "has half a surrogate pair, \\ud83d, as character 2; write the character whole, or"
                + " remove it");
    assertThat(TextProblem.of("\ude00b")).isPresent();
    assertThat(TextProblem.of("a\0b")).contains("has a NUL as character 2; remove it");
    assertThat(TextProblem.of("a😀\n\t b")).isEmpty();
    assertThat(TextProblem.loneSurrogate("a\0b")).isEmpty();
  }
}
