package io.headrace.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.schemas.DeadLetter;
import io.headrace.testkit.RunFixture;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadLetterViewTest {

  private static final Instant FAILED = Instant.parse("2026-01-01T10:00:00Z");
  private static final Instant NOW = FAILED.plus(Duration.ofMinutes(7));
  private static final EventCodec CODEC = EventCodec.released();

  @Test
  void listsOriginCodeReasonAndAge() {
    assertThat(
            DeadLetterView.table(List.of(letter("garbage".getBytes(StandardCharsets.UTF_8))), NOW))
        .containsExactly(
            "OFFSET  AGE    CODE                ORIGIN         SERVICE         REASON",
            "     4  7 min  UNDECODABLE_RECORD  r.traces:2:17  reward-service  not an event");
  }

  @Test
  void showsAnUndecodableRecordAsBytes() throws Exception {
    // Given
    DeadLetterView letter = letter(new byte[] {0x0a, (byte) 0xff});

    // When / Then
    assertThat(letter.lines(CODEC, NOW))
        .contains(
            "origin       r.traces:2:17",
            "service      reward-service, attempt 1",
            "when         2026-01-01T10:00:00Z, 7 min ago",
            "key          g1",
            "value        2 bytes that are not an event",
            "000000  0a ff");
    assertThat(new ObjectMapper().readTree(letter.jsonWithRecord(CODEC)).get("hex").asText())
        .isEqualTo("0aff");
  }

  @Test
  void showsADecodableRecordAsItsEvent() throws Exception {
    // Given a dead-lettered request whose content was invalid
    DeadLetterView letter = letter(CODEC.encode(RunFixture.of("r").request(1)));

    // When
    var json = new ObjectMapper().readTree(letter.jsonWithRecord(CODEC));

    // Then
    assertThat(json.get("event").asText()).isEqualTo("GroupRequest");
    assertThat(json.get("value").get("run").asText()).isEqualTo("r");
    assertThat(json.get("originOffset").asLong()).isEqualTo(17);
    assertThat(letter.lines(CODEC, NOW)).contains("value        GroupRequest");
  }

  private static DeadLetterView letter(byte[] value) {
    return new DeadLetterView(
        4,
        DeadLetter.newBuilder()
            .setRun("r")
            .setService("reward-service")
            .setOriginTopic("r.traces")
            .setOriginPartition(2)
            .setOriginOffset(17)
            .setErrorCode("UNDECODABLE_RECORD")
            .setMessage("not an event")
            .setAttempt(1)
            .setKey(ByteBuffer.wrap("g1".getBytes(StandardCharsets.UTF_8)))
            .setValue(ByteBuffer.wrap(value))
            .setFailedAt(FAILED)
            .build());
  }
}
