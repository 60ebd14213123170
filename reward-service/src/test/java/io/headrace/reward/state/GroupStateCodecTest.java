package io.headrace.reward.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.reward.assembly.Abandonment;
import io.headrace.reward.assembly.GroupRequirements;
import io.headrace.reward.assembly.GroupState;
import io.headrace.reward.assembly.GroupState.Closed;
import io.headrace.reward.assembly.GroupState.Open;
import io.headrace.reward.assembly.VerdictKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GroupStateCodecTest {

  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00.123Z");
  private static final GroupRequirements REQUIREMENTS =
      new GroupRequirements(2, List.of("addition", "format"), TIME.plusSeconds(60));
  private static final Open FULL =
      new Open(
          TIME,
          Optional.of(REQUIREMENTS),
          REQUIREMENTS.deadline(),
          Map.of(0, 17L),
          Set.of(new VerdictKey(0, "addition", 17)),
          new Abandonment("lost", true, Set.of(17L)));
  private static final GroupStateSchemas SCHEMAS = GroupStateSchemas.released();

  private final GroupStateCodec codec = new GroupStateCodec(SCHEMAS);

  static List<GroupState> states() {
    return List.of(
        FULL,
        new Open(TIME, Optional.of(REQUIREMENTS), TIME.plusSeconds(45), Map.of(), Set.of()),
        new Open(TIME, Optional.empty(), TIME.plusSeconds(5), Map.of(), Set.of()),
        new Open(
            TIME,
            Optional.empty(),
            TIME.plusSeconds(5),
            Map.of(0, 17L, 3, 99L),
            Set.of(new VerdictKey(0, "addition", 17), new VerdictKey(2, "format", -1))),
        new Closed(TIME));
  }

  /** A later schema: fields with defaults are added to two records of the current one. */
  private static GroupStateSchemas later() {
    String longer =
        SCHEMAS
            .current()
            .toString()
            .replace(
                "{\"name\":\"samples\",",
                "{\"name\":\"priority\",\"type\":\"int\",\"default\":3},{\"name\":\"samples\",")
            .replace(
                "{\"name\":\"openedAt\",",
                "{\"name\":\"note\",\"type\":\"string\",\"default\":\"\"},{\"name\":\"openedAt\",");
    List<Schema> all = new ArrayList<>(SCHEMAS.all());
    all.add(new Schema.Parser().parse(longer));
    assertThat(all.getLast()).isNotEqualTo(SCHEMAS.current());
    return new GroupStateSchemas(all);
  }

  @ParameterizedTest
  @MethodSource("states")
  void aStateIsDecodedAsItWasEncoded(GroupState state) {
    assertThat(codec.decode(codec.encode(state))).isEqualTo(state);
  }

  @ParameterizedTest
  @MethodSource("states")
  void aStateWrittenBeforeFieldsWereAddedIsRead(GroupState state) {
    // Given
    byte[] written = codec.encode(state);

    // When
    GroupState read = new GroupStateCodec(later()).decode(written);

    // Then
    assertThat(read).isEqualTo(state);
  }

  @ParameterizedTest
  @MethodSource("states")
  void aStateWrittenWithFieldsAddedIsReadByTheVersionThatAddedThem(GroupState state) {
    // Given
    GroupStateCodec added = new GroupStateCodec(later());

    // When
    byte[] written = added.encode(state);

    // Then
    assertThat(written).isNotEqualTo(codec.encode(state));
    assertThat(added.decode(written)).isEqualTo(state);
  }

  @Test
  void aStateOfAnUnknownSchemaIsRejected() {
    // Given
    byte[] written = new GroupStateCodec(later()).encode(FULL);

    // Then
    assertThatThrownBy(() -> codec.decode(written))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("of a schema that this version does not know");
  }

  /** The bytes were written by the last version before Avro. */
  @Test
  void statesOfTheLegacyFormatAreDecoded() {
    assertThat(decodeHex("110000019b76daa87b")).isEqualTo(new Closed(TIME));
    assertThat(
            decodeHex(
                "120000019b76daa87b0000019b76db92db01000000020000000200086164646974696f6e0006666f"
                    + "726d61740000019b76db92db00000001000000000000000000000011000000010000000000"
                    + "086164646974696f6e000000000000001100046c6f73740100000001000000000000001"
                    + "1"))
        .isEqualTo(FULL);
  }

  @Test
  void aLegacyStateWithoutAbandonmentIsDecoded() {
    assertThat(
            decodeHex(
                "100000019b76daa87b0000019b76dabc03000000000100000000000000000000000700000000"))
        .isEqualTo(new Open(TIME, Optional.empty(), TIME.plusSeconds(5), Map.of(0, 7L), Set.of()));
  }

  @Test
  void aLegacyStateOfAnUnknownKindIsRejected() {
    assertThatThrownBy(() -> decodeHex("7f00")).hasMessageContaining("kind 127");
  }

  private GroupState decodeHex(String hex) {
    return codec.decode(HexFormat.of().parseHex(hex));
  }

  @Test
  void theCurrentSchemaReadsEveryReleasedOne() {
    for (Schema released : SCHEMAS.all()) {
      var found = SchemaCompatibility.checkReaderWriterCompatibility(SCHEMAS.current(), released);
      assertThat(found.getType()).isEqualTo(SchemaCompatibilityType.COMPATIBLE);
    }
  }
}
