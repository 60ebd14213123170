package io.headrace.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the promise that a run's log stays readable, whatever version wrote it. */
class SchemaHistoryTest {
  static List<Schema> current() {
    return SchemaHistory.current();
  }

  @ParameterizedTest
  @MethodSource("current")
  void everyEventReadsEveryVersionEverReleased(Schema event) {
    for (Schema written : SchemaHistory.released(event.getName())) {
      assertThat(SchemaHistory.problems(event, written))
          .as(
              "%s can't read a released version of itself; give new fields a default and leave old"
                  + " ones as they are",
              event.getName())
          .isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("current")
  void everyEventIsInTheHistory(Schema event) {
    if (!SchemaHistory.isReleased(event)) {
      throw new AssertionError(SchemaHistory.propose(event));
    }
  }

  @Test
  void theIndexListsEveryFileOldestFirst() throws IOException {
    // Given
    List<String> files;
    try (Stream<Path> paths = Files.walk(SchemaHistory.FOLDER)) {
      files =
          paths
              .filter(path -> path.toString().endsWith(".avsc"))
              .map(path -> SchemaHistory.FOLDER.relativize(path).toString().replace('\\', '/'))
              .toList();
    }

    // When
    List<String> index = Files.readAllLines(SchemaHistory.FOLDER.resolve("index.txt"));

    // Then
    assertThat(index).containsExactlyInAnyOrderElementsOf(files).doesNotHaveDuplicates();
    assertThat(index).filteredOn(line -> line.endsWith("/1.avsc")).hasSameSizeAs(current());
  }

  @Test
  void findsAFieldWithoutADefaultIncompatible() {
    // Given
    Schema old = SchemaBuilder.record("E").fields().requiredString("run").endRecord();
    Schema changed =
        SchemaBuilder.record("E").fields().requiredString("run").requiredLong("step").endRecord();

    // When / Then
    assertThat(SchemaHistory.problems(changed, old))
        .singleElement()
        .asString()
        .contains("READER_FIELD_MISSING_DEFAULT_VALUE", "step");
  }

  @Test
  void findsAFieldOfAnotherTypeIncompatible() {
    // Given
    Schema old = SchemaBuilder.record("E").fields().requiredLong("step").endRecord();
    Schema changed = SchemaBuilder.record("E").fields().requiredInt("step").endRecord();

    // When / Then
    assertThat(SchemaHistory.problems(changed, old)).isNotEmpty();
    assertThat(SchemaHistory.problems(old, changed)).isEmpty();
  }
}
