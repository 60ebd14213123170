package io.headrace.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every Java source is formatted with google-java-format, as {@code dev/format} does. */
class FormattingTest {

  private static final Formatter FORMATTER = new Formatter();

  @Test
  void everySourceIsFormatted() throws IOException {
    // Given
    Path root = repository();

    // When
    List<Path> sources = sources(root);
    List<String> unformatted =
        sources.parallelStream()
            .filter(source -> !isFormatted(source))
            .map(source -> root.relativize(source).toString())
            .sorted()
            .toList();

    // Then
    assertThat(sources).hasSizeGreaterThan(100);
    assertThat(unformatted)
        .as("sources that are not formatted; run: dev/format %s", String.join(" ", unformatted))
        .isEmpty();
  }

  @Test
  void aSourceThatIsNotFormattedIsFound(@TempDir Path folder) throws IOException {
    Path unformatted = Files.writeString(folder.resolve("A.java"), "class  A{int a ;}\n");
    Path formatted = Files.writeString(folder.resolve("B.java"), "class B {\n  int b;\n}\n");

    assertThat(isFormatted(unformatted)).isFalse();
    assertThat(isFormatted(formatted)).isTrue();
  }

  private static boolean isFormatted(Path source) {
    try {
      String text = Files.readString(source);
      return FORMATTER.formatSourceAndFixImports(text).equals(text);
    } catch (IOException | FormatterException e) {
      throw new IllegalStateException(source + " can't be formatted", e);
    }
  }

  private static List<Path> sources(Path root) throws IOException {
    try (Stream<Path> modules = Files.list(root)) {
      return modules
          .map(module -> module.resolve("src"))
          .filter(Files::isDirectory)
          .flatMap(FormattingTest::javaFiles)
          .toList();
    }
  }

  private static Stream<Path> javaFiles(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new IllegalStateException(folder + " can't be read", e);
    }
  }

  private static Path repository() {
    return Stream.iterate(Path.of("").toAbsolutePath(), at -> at != null, Path::getParent)
        .filter(at -> Files.isExecutable(at.resolve("dev/format")))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no folder above this one has dev/format"));
  }
}
