package io.headrace.pipeline.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileProblemTest {

  @TempDir Path folder;

  @Test
  void deniedAccessIsDescribed() {
    assertThat(FileProblem.of(new AccessDeniedException("/secret/file")))
        .isEqualTo("this user may not read or write it");
  }

  @Test
  void aMissingFileIsDescribed() {
    IOException missing =
        catchThrowableOfType(IOException.class, () -> Files.readString(folder.resolve("nothing")));

    assertThat(FileProblem.of(missing)).isEqualTo("there is no such file or folder");
  }

  @Test
  void bytesThatAreNotTextAreDescribed() throws IOException {
    Path file = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe});
    IOException binary = catchThrowableOfType(IOException.class, () -> Files.readString(file));

    assertThat(FileProblem.of(binary)).isEqualTo("it is not UTF-8 text");
  }

  @Test
  void aFullDiskIsNamedWithWhatToDo() {
    assertThat(FileProblem.of(new FileSystemException("/f", null, "No space left on device")))
        .isEqualTo("its disk is full; free space there");
  }

  @Test
  void otherwiseTheSystemsReasonIsUsed() {
    assertThat(FileProblem.of(new FileSystemException("/f", null, "Input/output error")))
        .isEqualTo("Input/output error");
    assertThat(FileProblem.of(new IOException("broken pipe"))).isEqualTo("broken pipe");
    assertThat(FileProblem.of(new IOException())).isEqualTo("IOException");
  }
}
