package io.headrace.cli.output;

import io.headrace.cli.process.TopicTail;
import io.headrace.schemas.WeightsChunk;
import java.util.Locale;
import org.apache.avro.specific.SpecificRecord;

/** Formats an event as one line. */
public final class EventLine {

  private static final int LONGEST = 400;

  private EventLine() {}

  /** The event as JSON with its partition and offset. */
  public static String json(TopicTail.Entry entry) {
    String body =
        entry
            .event()
            .map(EventLine::body)
            .orElseGet(() -> "\"problem\": " + quote(entry.problem()));
    return "{\"partition\": %d, \"offset\": %d, %s}"
        .formatted(entry.partition(), entry.offset(), body);
  }

  static String body(SpecificRecord event) {
    String fields =
        event instanceof WeightsChunk chunk
            ? "{\"version\": %d, \"file\": %s, \"index\": %d, \"bytes\": %d}"
                .formatted(
                    chunk.getVersion(),
                    quote(chunk.getFile()),
                    chunk.getIndex(),
                    chunk.getData().remaining())
            : event.toString();
    return "\"event\": %s, \"value\": %s".formatted(quote(event.getSchema().getName()), fields);
  }

  /** The event's summary with its partition and offset. */
  public static String text(TopicTail.Entry entry) {
    String words = entry.event().map(EventSummary::of).orElse("not an event: " + entry.problem());
    String line = "%d:%-7d %s".formatted(entry.partition(), entry.offset(), words);
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
  }

  static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (c < ' ') {
            quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
