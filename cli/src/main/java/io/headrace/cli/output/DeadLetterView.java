package io.headrace.cli.output;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.schemas.DeadLetter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * Formats a dead letter as text or JSON.
 *
 * @param offset its offset on the {@code dead-letters} topic, which identifies it
 * @param letter the dead letter
 */
public record DeadLetterView(long offset, DeadLetter letter) {

  private static final int LONGEST_REASON = 160;
  private static final int HEX_ROW = 32;

  /** Letters as a table, with their age. */
  public static List<String> table(List<DeadLetterView> letters, Instant now) {
    Table table = new Table("OFFSET", "AGE", "CODE", "ORIGIN", "SERVICE", "REASON");
    for (DeadLetterView each : letters) {
      DeadLetter letter = each.letter();
      table.row(
          String.valueOf(each.offset()),
          age(Duration.between(letter.getFailedAt(), now)),
          letter.getErrorCode(),
          each.origin(),
          letter.getService(),
          shortened(letter.getMessage()));
    }
    return table.lines();
  }

  /** The letter as one JSON object, without the original record. */
  public String json() {
    return node().toString();
  }

  /** The letter as one JSON object with the original record: its event, or its bytes as hex. */
  public String jsonWithRecord(EventCodec codec) {
    String letter = node().toString();
    String key = "\"key\": " + key().map(EventLine::quote).orElse("null");
    String value =
        event(codec)
            .map(EventLine::body)
            .orElseGet(() -> "\"hex\": " + EventLine.quote(HexFormat.of().formatHex(bytes())));
    return "%s, %s, %s}".formatted(letter.substring(0, letter.length() - 1), key, value);
  }

  /** The letter and its record as text: the event as JSON, or a hex dump of the bytes. */
  public List<String> lines(EventCodec codec, Instant now) {
    List<String> lines = new ArrayList<>();
    lines.add("dead letter  " + offset);
    lines.add("origin       " + origin());
    lines.add("service      %s, attempt %d".formatted(letter.getService(), letter.getAttempt()));
    lines.add(
        "when         %s, %s ago"
            .formatted(letter.getFailedAt(), age(Duration.between(letter.getFailedAt(), now))));
    lines.add("code         " + letter.getErrorCode());
    lines.add("reason       " + letter.getMessage());
    lines.add("key          " + key().orElse("none"));
    Optional<SpecificRecord> event = event(codec);
    if (event.isPresent()) {
      lines.add("value        " + event.get().getSchema().getName());
      lines.add(event.get().toString());
    } else {
      lines.add("value        %d bytes that are not an event".formatted(bytes().length));
      lines.addAll(dump(bytes()));
    }
    return lines;
  }

  private String origin() {
    return "%s:%d:%d"
        .formatted(letter.getOriginTopic(), letter.getOriginPartition(), letter.getOriginOffset());
  }

  private ObjectNode node() {
    ObjectNode node = new ObjectMapper().createObjectNode();
    node.put("offset", offset);
    node.put("topic", letter.getOriginTopic());
    node.put("originPartition", letter.getOriginPartition());
    node.put("originOffset", letter.getOriginOffset());
    node.put("code", letter.getErrorCode());
    node.put("reason", letter.getMessage());
    node.put("service", letter.getService());
    node.put("attempt", letter.getAttempt());
    node.put("failedAt", letter.getFailedAt().toString());
    return node;
  }

  private Optional<String> key() {
    return Optional.ofNullable(letter.getKey())
        .map(key -> StandardCharsets.UTF_8.decode(key.duplicate()).toString());
  }

  private byte[] bytes() {
    ByteBuffer value = letter.getValue() == null ? ByteBuffer.allocate(0) : letter.getValue();
    byte[] bytes = new byte[value.remaining()];
    value.duplicate().get(bytes);
    return bytes;
  }

  private Optional<SpecificRecord> event(EventCodec codec) {
    try {
      return Optional.of(codec.decode(bytes()));
    } catch (HeadraceException e) {
      return Optional.empty();
    }
  }

  private static List<String> dump(byte[] bytes) {
    HexFormat spaced = HexFormat.ofDelimiter(" ");
    List<String> rows = new ArrayList<>();
    for (int from = 0; from < bytes.length; from += HEX_ROW) {
      int to = Math.min(bytes.length, from + HEX_ROW);
      rows.add("%06x  %s".formatted(from, spaced.formatHex(bytes, from, to)));
    }
    return rows;
  }

  private static String shortened(String reason) {
    return reason.length() <= LONGEST_REASON
        ? reason
        : reason.substring(0, LONGEST_REASON - 1) + "…";
  }

  /** An age in the largest unit that is not zero. */
  static String age(Duration age) {
    if (age.toDays() > 0) {
      return age.toDays() + " d";
    }
    if (age.toHours() > 0) {
      return age.toHours() + " h";
    }
    return age.toMinutes() > 0 ? age.toMinutes() + " min" : Math.max(0, age.toSeconds()) + " s";
  }
}
