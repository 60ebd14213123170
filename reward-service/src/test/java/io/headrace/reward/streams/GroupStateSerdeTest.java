package io.headrace.reward.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.reward.assembly.Abandonment;
import io.headrace.reward.assembly.GroupRequirements;
import io.headrace.reward.assembly.GroupState;
import io.headrace.reward.assembly.GroupState.Closed;
import io.headrace.reward.assembly.GroupState.Open;
import io.headrace.reward.assembly.VerdictKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GroupStateSerdeTest {

  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00.123Z");

  private final GroupStateSerde serde = new GroupStateSerde();

  @Test
  void everyStateComesBackAsItWas() {
    GroupRequirements demand =
        new GroupRequirements(4, List.of("addition", "format"), TIME.plusSeconds(60));
    Map<Integer, Long> traces = Map.of(0, 17L, 3, 99L);
    Set<VerdictKey> verdictKeys =
        Set.of(new VerdictKey(0, "addition", 17), new VerdictKey(2, "format", -1));

    assertKept(new Open(TIME, Optional.of(demand), demand.deadline(), traces, verdictKeys));
    assertKept(new Open(TIME, Optional.empty(), TIME.plusSeconds(5), Map.of(), Set.of()));
    assertKept(
        new Open(
            TIME,
            Optional.empty(),
            TIME.plusSeconds(5),
            Map.of(),
            Set.of(),
            new Abandonment("too long", true, Set.of(3L, 9L))));
    assertKept(new Closed(TIME));
  }

  @Test
  void aStateOfAVersionThatKnewNoAbandonmentIsRead() {
    // Given the bytes of such a version: they end where the abandonment begins
    Open open = new Open(TIME, Optional.empty(), TIME.plusSeconds(5), Map.of(0, 7L), Set.of());
    byte[] bytes = serde.serializer().serialize("t", open);
    byte[] old = Arrays.copyOf(bytes, bytes.length - 7);
    old[0] = 0x10;

    // Then
    assertThat(serde.deserializer().deserialize("t", old)).isEqualTo(open);
  }

  @Test
  void aStateOfAnotherVersionIsNotGuessedAt() {
    assertThatThrownBy(() -> serde.deserializer().deserialize("t", new byte[] {0x7f, 0}))
        .hasMessageContaining("kind 127");
  }

  private void assertKept(GroupState state) {
    byte[] bytes = serde.serializer().serialize("t", state);
    assertThat(serde.deserializer().deserialize("t", bytes)).isEqualTo(state);
  }
}
