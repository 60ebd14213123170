package io.headrace.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StaleLinksTest {

  /** Above the largest id that a Linux process can have. */
  private static final long NOBODY = 5_000_000_000L;

  @TempDir private Path folder;
  private Path temporary;

  @BeforeEach
  void makeTemporary() throws IOException {
    temporary = Files.createDirectory(folder.resolve("tmp"));
  }

  @Test
  void removesTheLinkOfAKilledBroker() throws IOException {
    // Given
    link("headrace-broker-" + NOBODY + "-17", data("a,b"));
    link("headrace-broker-1234567890123", data("c,d"));

    // When
    StaleLinks.remove(temporary);

    // Then
    assertThat(temporary).isEmptyDirectory();
    assertThat(folder.resolve("a,b/log/meta.properties")).exists();
  }

  @Test
  void removesALinkThatLeadsNowhere() throws IOException {
    // Given
    link("headrace-broker-" + NOBODY + "-17", folder.resolve("gone/log"));

    // When
    StaleLinks.remove(temporary);

    // Then
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void keepsTheLinkOfAProcessThatLives() throws IOException {
    // Given
    long parent = ProcessHandle.current().pid();
    link("headrace-broker-" + parent + "-17", data("a,b"));

    // When
    StaleLinks.remove(temporary);

    // Then
    assertThat(temporary).isNotEmptyDirectory();
  }

  /** As in two containers that share the folder for temporary files. */
  @Test
  void keepsTheLinkToAFolderWhoseLockIsHeld() throws IOException {
    // Given
    Path log = data("a,b");
    link("headrace-broker-" + NOBODY + "-17", log);
    try (FileChannel lock =
        FileChannel.open(
            log.resolveSibling(DataFolder.LOCK_FILE),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE)) {
      assertThat(lock.tryLock()).isNotNull();

      // When
      StaleLinks.remove(temporary);
    }

    // Then
    assertThat(temporary).isNotEmptyDirectory();
  }

  @Test
  void leavesWhatIsNotABrokersLink() throws IOException {
    // Given
    Files.createDirectory(temporary.resolve("headrace-broker-notes"));
    Files.createDirectory(temporary.resolve("headrace-broker-1-2"));
    Files.writeString(temporary.resolve("headrace-broker-3"), "a file");

    // When
    StaleLinks.remove(temporary);

    // Then
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left).hasSize(3);
    }
  }

  @Test
  void linkOfThisProcessIsMadeAfterStaleOnesAreGoneAndRemovedWhenClosed() throws IOException {
    // Given
    link("headrace-broker-" + NOBODY + "-17", data("c,d"));
    Path log = data("a,b");

    // When
    try (LogFolderPath path = LogFolderPath.linked(log, temporary)) {
      // Then
      assertThat(path.path())
          .isSymbolicLink()
          .satisfies(p -> assertThat(p.toRealPath()).isEqualTo(log.toRealPath()));
      try (Stream<Path> left = Files.list(temporary)) {
        assertThat(left).hasSize(1);
      }
      StaleLinks.remove(temporary);
      assertThat(path.path()).isSymbolicLink();
    }
    assertThat(temporary).isEmptyDirectory();
  }

  private Path data(String name) throws IOException {
    Path log = Files.createDirectories(folder.resolve(name).resolve("log"));
    Files.writeString(log.resolve("meta.properties"), "node.id=1");
    Files.writeString(log.resolveSibling(DataFolder.LOCK_FILE), "");
    return log;
  }

  private void link(String name, Path log) throws IOException {
    Path parent = Files.createDirectory(temporary.resolve(name));
    Files.createSymbolicLink(parent.resolve("log"), log);
  }
}
