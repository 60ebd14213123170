package io.headrace.pipeline.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullDiskTest {

  private static final String WORDS = "No space left on device";

  @Test
  void aFullDiskIsFoundAmongTheCauses() {
    // Given a full disk as the system, a file and a library report it
    IOException system = new IOException(WORDS);
    Exception file = new FileSystemException("/data/x", null, WORDS);
    Exception library = new IllegalStateException("write failed", new RuntimeException(WORDS));
    // When / Then each is recognized, and another failure is not
    assertThat(FullDisk.isBehind(new UncheckedIOException("[model=m] not written", system)))
        .isTrue();
    assertThat(FullDisk.isBehind(file)).isTrue();
    assertThat(FullDisk.isBehind(library)).isTrue();
    assertThat(FullDisk.isBehind(new IOException("Permission denied"))).isFalse();
    assertThat(FullDisk.isBehind(new IllegalStateException())).isFalse();
  }

  @Test
  void aMessageNamesTheFullDiskOnce() {
    UncheckedIOException bare =
        new UncheckedIOException("[model=m] it can't be written", new IOException(WORDS));
    HeadraceException named =
        new HeadraceException(
            ErrorCode.DISK_FAILED, "[x] failed: its disk is full; free space there", bare);
    assertThat(FullDisk.messageOf(bare))
        .isEqualTo(
            "[model=m] it can't be written: the disk is full; free space there and start again");
    assertThat(FullDisk.messageOf(named)).isEqualTo(named.getMessage());
    HeadraceException folder =
        new HeadraceException(
            ErrorCode.DISK_FAILED, "[/d] the disk of this folder is full: 0 of 6 MiB", bare);
    assertThat(FullDisk.messageOf(folder)).isEqualTo(folder.getMessage());
    assertThat(FullDisk.messageOf(new IOException("Permission denied")))
        .isEqualTo("Permission denied");
  }

  @Test
  void aFileSystemsRefusalIsOneClause() {
    assertThat(FileProblem.of(new IOException(WORDS)))
        .isEqualTo("its disk is full; free space there");
    assertThat(FileProblem.of(new FileSystemException("/data/x", null, WORDS)))
        .isEqualTo("its disk is full; free space there");
  }

  @Test
  void aDiskWithSpaceIsNotFull(@TempDir Path folder) {
    assertThat(FullDisk.of(folder.resolve("not/there/yet"))).isEmpty();
  }
}
