package io.headrace.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.pipeline.error.HeadraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoFolderTest {

  @TempDir private Path temporary;

  @Test
  void unfinishedDemoGoesOnAndFinishedOneBeginsAnew() throws IOException {
    // Given a demo that left a file behind
    Path path = temporary.resolve("demo");
    DemoFolder folder = new DemoFolder(path);
    assertThat(folder.prepare(false)).isFalse();
    Path kept = Files.writeString(path.resolve("log"), "x");

    // Then it is kept until the demo finished
    assertThat(folder.prepare(false)).isTrue();
    assertThat(kept).exists();
    folder.finished();
    assertThat(folder.prepare(false)).isFalse();
    assertThat(kept).doesNotExist();
  }

  @Test
  void freshForgetsAnUnfinishedDemo() throws IOException {
    Path path = temporary.resolve("demo");
    new DemoFolder(path).prepare(false);
    Path kept = Files.writeString(path.resolve("log"), "x");

    assertThat(new DemoFolder(path).prepare(true)).isFalse();
    assertThat(kept).doesNotExist();
  }

  @Test
  void folderOfSomebodyElseIsNeverEmptied() throws IOException {
    Path thesis = Files.writeString(temporary.resolve("thesis.txt"), "x");

    assertThatThrownBy(() -> new DemoFolder(temporary).prepare(true))
        .isInstanceOf(HeadraceException.class)
        .hasMessageContaining("name another with --data");
    assertThat(thesis).exists();
  }
}
