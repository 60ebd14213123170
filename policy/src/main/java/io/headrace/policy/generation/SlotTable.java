package io.headrace.policy.generation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The samples by slot. The engine computes slots 0 to n - 1, used or not, so the table keeps the
 * slots in use at the front.
 */
final class SlotTable {

  /** A sample's move from one slot to another. */
  record Move(int source, int target) {}

  private final @Nullable SampleState[] slots;
  private int end;
  private int taken;

  SlotTable(int slots) {
    this.slots = new SampleState[slots];
  }

  int capacity() {
    return slots.length;
  }

  int free() {
    return slots.length - taken;
  }

  int taken() {
    return taken;
  }

  /** The index after the last slot in use. */
  int end() {
    return end;
  }

  @Nullable SampleState get(int slot) {
    return slots[slot];
  }

  /** Puts a sample into the first free slot. */
  int take(SampleState sample) {
    int slot = 0;
    while (slots[slot] != null) {
      slot++;
    }
    slots[slot] = sample;
    taken++;
    end = Math.max(end, slot + 1);
    return slot;
  }

  void release(int slot) {
    if (slots[slot] == null) {
      throw new IllegalStateException("slot " + slot + " is free already");
    }
    slots[slot] = null;
    taken--;
    while (end > 0 && slots[end - 1] == null) {
      end--;
    }
  }

  void releaseIf(Predicate<SampleState> condition) {
    for (int slot = 0; slot < slots.length; slot++) {
      SampleState sample = slots[slot];
      if (sample != null && condition.test(sample)) {
        release(slot);
      }
    }
  }

  /** Moves the last samples into free slots before them, until the slots in use have no gap. */
  List<Move> compact() {
    var moves = new ArrayList<Move>();
    for (int target = 0; target < end; target++) {
      if (slots[target] == null) {
        int source = end - 1;
        slots[target] = slots[source];
        taken++;
        release(source);
        moves.add(new Move(source, target));
      }
    }
    return moves;
  }
}
