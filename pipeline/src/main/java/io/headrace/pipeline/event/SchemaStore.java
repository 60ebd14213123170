package io.headrace.pipeline.event;

import io.headrace.schemas.topics.Topic;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.message.MissingSchemaException;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * All released schemas of the events by their 64-bit Rabin fingerprint, so that a reader can decode
 * records that an older service wrote.
 *
 * <p>The released schemas are resources: {@code schema-history/<Event>/<n>.avsc}, listed in {@code
 * schema-history/index.txt}. Immutable and safe for all threads.
 */
public final class SchemaStore {

  private static final String FOLDER = "/schema-history/";

  private final Map<Long, Schema> byFingerprint;
  private final Map<String, Class<? extends SpecificRecord>> classes;

  private SchemaStore(
      Map<Long, Schema> byFingerprint, Map<String, Class<? extends SpecificRecord>> classes) {
    this.byFingerprint = Map.copyOf(byFingerprint);
    this.classes = Map.copyOf(classes);
  }

  /** The store of all events in the topic catalogue, with their released history. */
  public static SchemaStore released() {
    return released(FOLDER);
  }

  /** The store with the history in another folder of the class path. */
  static SchemaStore released(String folder) {
    return of(history(folder));
  }

  /** The store of all events in the topic catalogue, with the given older schemas of them. */
  static SchemaStore of(List<Schema> history) {
    Map<Long, Schema> schemas = new HashMap<>();
    Map<String, Class<? extends SpecificRecord>> classes = new HashMap<>();
    for (Schema schema : history) {
      schemas.put(fingerprint(schema), schema);
    }
    for (Topic topic : Topic.values()) {
      for (Class<? extends SpecificRecord> event : topic.events()) {
        Schema schema = SpecificData.get().getSchema(event);
        schemas.put(fingerprint(schema), schema);
        classes.put(schema.getFullName(), event);
      }
    }
    return new SchemaStore(schemas, classes);
  }

  /** The schema with the given fingerprint. */
  Schema find(long fingerprint) throws MissingSchemaException {
    Schema schema = byFingerprint.get(fingerprint);
    if (schema == null) {
      throw new MissingSchemaException(
          "no released schema has the fingerprint %016x; a newer Headrace wrote this record"
              .formatted(fingerprint));
    }
    return schema;
  }

  /** The class that reads records of the given schema. */
  Class<? extends SpecificRecord> eventClass(Schema schema) throws MissingSchemaException {
    Class<? extends SpecificRecord> event = classes.get(schema.getFullName());
    if (event == null) {
      throw new MissingSchemaException(schema.getFullName() + " is not an event of this Headrace");
    }
    return event;
  }

  /** The fingerprint in the header of single-object encoding. */
  public static long fingerprint(Schema schema) {
    return SchemaNormalization.parsingFingerprint64(schema);
  }

  /** The released schemas, oldest first for each event. */
  public static List<Schema> history() {
    return history(FOLDER);
  }

  private static List<Schema> history(String folder) {
    List<Schema> schemas = new ArrayList<>();
    for (String name : index(folder)) {
      try (InputStream in = resource(folder + name)) {
        schemas.add(new Schema.Parser().parse(in));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return List.copyOf(schemas);
  }

  private static List<String> index(String folder) {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(resource(folder + "index.txt"), StandardCharsets.UTF_8))) {
      return reader.lines().filter(line -> !line.isBlank()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream resource(String name) {
    InputStream in = SchemaStore.class.getResourceAsStream(name);
    if (in == null) {
      throw new IllegalStateException(name + " is missing from the schemas module");
    }
    return in;
  }
}
