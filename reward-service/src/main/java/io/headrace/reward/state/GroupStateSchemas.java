package io.headrace.reward.state;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.avro.Schema;

/**
 * The schemas of the stored state, oldest first: the files of {@code group-state/} on the class
 * path, in the order of its {@code index.txt}. States are written with the last one and read with
 * all.
 *
 * @param all at least one
 */
public record GroupStateSchemas(List<Schema> all) {

  private static final String FOLDER = "/group-state/";
  private static final String INDEX = "index.txt";

  /** Copies the schemas. */
  public GroupStateSchemas {
    all = List.copyOf(all);
  }

  /** The schemas of this version. */
  public static GroupStateSchemas released() {
    try (var index =
        new BufferedReader(new InputStreamReader(open(INDEX), StandardCharsets.UTF_8))) {
      return new GroupStateSchemas(index.lines().map(GroupStateSchemas::parse).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The schema that states are written with. */
  public Schema current() {
    return all.getLast();
  }

  private static Schema parse(String file) {
    try (InputStream in = open(file)) {
      return new Schema.Parser().parse(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String file) throws IOException {
    InputStream in = GroupStateSchemas.class.getResourceAsStream(FOLDER + file);
    if (in == null) {
      throw new FileNotFoundException(FOLDER + file + " is not on the class path");
    }
    return in;
  }
}
