package io.headrace.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An unusable file is reported in one sentence before anything is started. */
class UnusableFilesTest {

  private static final String POINTER =
      "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab\nsize 988097824\n";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"none", "pointer", "link"})
  void aRunWithAnUnusableModelStartsNothing(String kind) throws IOException {
    // Given a model folder that is missing, contains a Git LFS pointer, or is a broken link
    Path model = folder.resolve(kind);
    if (kind.equals("pointer")) {
      Files.createDirectory(model);
      Files.writeString(model.resolve("config.json"), POINTER);
    } else if (kind.equals("link")) {
      Files.createSymbolicLink(model, Path.of("../elsewhere"));
    }
    Path data = folder.resolve("data");

    // When the run is started
    CommandRun run =
        CommandRun.of(
            "up", "--set", "storage.data-folder=" + data, "--set", "model.folder=" + model);

    // Then the model is named in one sentence, and neither broker nor service was started
    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).startsWith("headrace: [model=" + model).hasLineCount(1);
    assertThat(data).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"verify addition --in", "logprobs --model none --in", "config print -c"})
  void aCompressedFileIsReported(String command) throws IOException {
    // Given compressed cases, token ids or a compressed configuration
    Path file = folder.resolve("file.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("[1,2]\n".getBytes(StandardCharsets.UTF_8));
    }

    // When a command reads it, Then the message names the compression
    assertThat(rejection(command, file)).contains("it is compressed with gzip, expected ");
    Files.writeString(file, POINTER);
    assertThat(rejection(command, file)).contains("it is a Git LFS pointer and not the file");
    Files.delete(file);
    Files.createSymbolicLink(file, Path.of("elsewhere"));
    assertThat(rejection(command, file))
        .contains("it is a link to elsewhere, where nothing is; mend");
  }

  private static String rejection(String command, Path file) {
    CommandRun run = CommandRun.of((command + " " + file).split(" ", -1));
    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("[" + file + "] ").hasLineCount(1);
    return run.err();
  }
}
