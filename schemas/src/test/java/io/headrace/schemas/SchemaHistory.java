package io.headrace.schemas;

import io.headrace.schemas.topics.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaFormatter;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.specific.SpecificData;

/**
 * The schemas that events were released with, one folder per event, numbered from 1: {@code
 * schema-history/Trace/1.avsc}. A released file never changes.
 */
final class SchemaHistory {
  static final Path FOLDER = Path.of("src/main/resources/schema-history");
  static final Path PROPOSED = Path.of("target/schema-history");

  private SchemaHistory() {}

  /** The current schemas of all events of the topic catalogue. */
  static List<Schema> current() {
    return Arrays.stream(Topic.values())
        .flatMap(topic -> topic.events().stream())
        .distinct()
        .map(event -> SpecificData.get().getSchema(event))
        .toList();
  }

  /** The released versions of an event, oldest first. */
  static List<Schema> released(String event) {
    return Stream.iterate(1, n -> n + 1)
        .map(n -> FOLDER.resolve(event).resolve(n + ".avsc"))
        .takeWhile(Files::exists)
        .map(SchemaHistory::parse)
        .toList();
  }

  static boolean isReleased(Schema schema) {
    long fingerprint = fingerprint(schema);
    return released(schema.getName()).stream().anyMatch(s -> fingerprint(s) == fingerprint);
  }

  /** Why {@code reader} can't read what {@code writer} wrote; empty when it can. */
  static List<String> problems(Schema reader, Schema writer) {
    var result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getResult();
    return result.getCompatibility() == SchemaCompatibilityType.COMPATIBLE
        ? List.of()
        : result.getIncompatibilities().stream()
            .map(i -> "%s at %s: %s".formatted(i.getType(), i.getLocation(), i.getMessage()))
            .toList();
  }

  /**
   * Writes a schema that is not released yet below {@code target}.
   *
   * @return instructions for the file, in one sentence
   */
  static String propose(Schema schema) {
    String file = schema.getName() + "/" + (released(schema.getName()).size() + 1) + ".avsc";
    Path proposed = PROPOSED.resolve(file);
    try {
      Files.createDirectories(proposed.getParent());
      Files.writeString(proposed, SchemaFormatter.format("json/pretty", schema) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "the schema of %s changed; copy schemas/%s to schemas/%s and add the line %s to schemas/%s"
        .formatted(
            schema.getName(), proposed, FOLDER.resolve(file), file, FOLDER.resolve("index.txt"));
  }

  static long fingerprint(Schema schema) {
    return SchemaNormalization.parsingFingerprint64(schema);
  }

  private static Schema parse(Path file) {
    try {
      return new Schema.Parser().parse(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
