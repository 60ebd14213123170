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
  void unfinishedDemoIsContinuedAndFinishedOneIsReplaced() throws IOException {
    // Given an unfinished demo with a file
    Path path = temporary.resolve("demo");
    assertThat(began(path, false)).isTrue();
    Path kept = Files.writeString(path.resolve("log"), "x");

    // Then the file is kept until the demo is finished
    assertThat(began(path, false)).isFalse();
    assertThat(kept).exists();
    try (DemoFolder folder = new DemoFolder(path)) {
      folder.prepare(false);
      folder.finished();
    }
    assertThat(began(path, false)).isTrue();
    assertThat(kept).doesNotExist();
  }

  @Test
  void freshDeletesAnUnfinishedDemo() throws IOException {
    Path path = temporary.resolve("demo");
    began(path, false);
    Path kept = Files.writeString(path.resolve("log"), "x");

    assertThat(began(path, true)).isTrue();
    assertThat(kept).doesNotExist();
  }

  @Test
  void folderThatAnotherDemoUsesIsNotChanged() throws IOException {
    // Given a running demo
    Path path = temporary.resolve("demo");
    try (DemoFolder working = new DemoFolder(path)) {
      working.prepare(false);
      Path kept = Files.writeString(path.resolve("log"), "x");

      // When / Then neither the same command nor a fresh start changes it
      for (boolean fresh : new boolean[] {false, true}) {
        assertThatThrownBy(() -> began(path, fresh))
            .isInstanceOf(HeadraceException.class)
            .hasMessageEndingWith(
                "another demo uses this folder; stop it, or name another folder with --data");
      }
      assertThat(kept).exists();
    }
  }

  @Test
  void folderWithOtherFilesIsNeverEmptied() throws IOException {
    Path thesis = Files.writeString(temporary.resolve("thesis.txt"), "x");

    assertThatThrownBy(() -> began(temporary, true))
        .isInstanceOf(HeadraceException.class)
        .hasMessageContaining("name another folder with --data");
    assertThat(thesis).exists();
  }

  private static boolean began(Path path, boolean fresh) {
    try (DemoFolder folder = new DemoFolder(path)) {
      return !folder.prepare(fresh);
    }
  }
}
