package io.headrace.policy.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.policy.tokenizer.CharacterTokenizer;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlotTableTest {

  private final CharacterTokenizer tokenizer = CharacterTokenizer.ascii();

  @Test
  void compactingMovesTheLastSamplesToFreeSlots() {
    // Given five samples in slots, of which the first and third have ended
    var group =
        new QueuedRequest(
            new GenerationRequest("g", new int[] {2}, 9, 5, 1, List.of(), 0), tokenizer, 99);
    var slots = new SlotTable(6);
    for (int i = 0; i < 5; i++) {
      slots.take(new SampleState(group, i, RepetitionRule.never(), Instant.EPOCH));
    }
    SampleState last = slots.get(4);
    slots.release(0);
    slots.release(2);

    // When the table is compacted
    List<SlotTable.Move> moves = slots.compact();

    // Then the last samples are in the free slots
    assertThat(moves).containsExactly(new SlotTable.Move(4, 0), new SlotTable.Move(3, 2));
    assertThat(slots.get(0)).isSameAs(last);
    assertThat(slots.end()).isEqualTo(3);
    assertThat(slots.free()).isEqualTo(3);
    assertThatThrownBy(() -> slots.release(5)).isInstanceOf(IllegalStateException.class);
  }
}
