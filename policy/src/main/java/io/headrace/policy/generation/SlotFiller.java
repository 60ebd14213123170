package io.headrace.policy.generation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Assigns waiting samples to free slots and prefills their prompts. A prompt is computed once for
 * all samples of its group that start together, or copied from a running sample whose prompt was
 * computed with the same weights.
 */
final class SlotFiller<W> {

  /** Maximum number of tokens of one prefill, including padding, unless one prompt has more. */
  private static final int PREFILL_TOKENS = 8192;

  /** Columns of the cache are a multiple of this, so that it rarely grows. */
  private static final int COLUMN_STEP = 64;

  private record Prompt(int slot, long weightsVersion) {}

  @SuppressWarnings("ArrayRecordComponent") // Hot: handed to the engine as they are.
  private record Row(int slot, int[] tokens) {}

  private final DecodeEngine<W> engine;
  private final SlotTable slots;

  /** The slot whose cache columns contain the prompt of a running group. */
  private final Map<QueuedRequest, Prompt> prompts = new HashMap<>();

  private int columns;

  SlotFiller(DecodeEngine<W> engine, SlotTable slots) {
    this.engine = engine;
    this.slots = slots;
  }

  /** Fills free slots from the queue, then moves samples so that no free slot is before them. */
  void admit(Deque<QueuedRequest> waiting, long version, RepetitionRule rule, Instant now) {
    prompts.entrySet().removeIf(entry -> !runs(entry.getKey(), entry.getValue().slot()));
    var rows = new ArrayList<Row>();
    var copies = new ArrayList<SlotTable.Move>();
    int needed = columns;
    while (slots.free() > 0 && !waiting.isEmpty()) {
      QueuedRequest group = waiting.getFirst();
      needed = Math.max(needed, group.limit());
      admit(group, version, new SampleState(group, group.startNext(), rule, now), rows, copies);
      if (group.waiting() == 0) {
        waiting.removeFirst();
      }
    }
    if (needed > columns) {
      grow(needed);
    } else {
      prefill(rows);
      copy(copies);
    }
    applyMoves(slots.compact());
  }

  private boolean runs(QueuedRequest group, int slot) {
    SampleState sample = slots.get(slot);
    return sample != null && sample.group() == group;
  }

  private void admit(
      QueuedRequest group,
      long version,
      SampleState sample,
      List<Row> rows,
      List<SlotTable.Move> copies) {
    int slot = slots.take(sample);
    Prompt prompt = prompts.get(group);
    boolean hasNoResponse = sample.length() == 0;
    if (hasNoResponse && prompt != null && prompt.weightsVersion() == version) {
      copies.add(new SlotTable.Move(prompt.slot(), slot));
    } else {
      prompts.put(group, new Prompt(slot, version));
      rows.add(new Row(slot, sample.cached()));
    }
  }

  /** Allocates a larger cache, which is empty, and prefills all samples in slots again. */
  private void grow(int needed) {
    columns = Math.min(Math.ceilDiv(needed, COLUMN_STEP) * COLUMN_STEP, engine.positions());
    engine.allocate(slots.capacity(), columns);
    var rows = new ArrayList<Row>();
    for (int slot = 0; slot < slots.end(); slot++) {
      SampleState sample = slots.get(slot);
      if (sample != null) {
        rows.add(new Row(slot, sample.cached()));
      }
    }
    prefill(rows);
  }

  private void prefill(List<Row> rows) {
    var filled = rows.stream().filter(row -> row.tokens().length > 0).toList();
    var batch = new ArrayList<Row>();
    int longest = 0;
    for (Row row : filled) {
      int padded = Math.max(longest, row.tokens().length);
      if (!batch.isEmpty() && padded * (batch.size() + 1) > PREFILL_TOKENS) {
        call(batch);
        batch.clear();
        padded = row.tokens().length;
      }
      batch.add(row);
      longest = padded;
    }
    if (!batch.isEmpty()) {
      call(batch);
    }
  }

  private void call(List<Row> batch) {
    engine.prefill(
        batch.stream().map(Row::tokens).toArray(int[][]::new),
        batch.stream().mapToInt(Row::slot).toArray());
  }

  private void copy(List<SlotTable.Move> moves) {
    if (moves.isEmpty()) {
      return;
    }
    int longest = 0;
    for (SlotTable.Move move : moves) {
      longest = Math.max(longest, Objects.requireNonNull(slots.get(move.target())).position());
    }
    if (longest > 0) {
      engine.copy(
          moves.stream().mapToInt(SlotTable.Move::source).toArray(),
          moves.stream().mapToInt(SlotTable.Move::target).toArray(),
          longest);
    }
  }

  private void applyMoves(List<SlotTable.Move> moves) {
    copy(moves);
    for (SlotTable.Move move : moves) {
      prompts.replaceAll(
          (group, prompt) ->
              prompt.slot() == move.source()
                  ? new Prompt(move.target(), prompt.weightsVersion())
                  : prompt);
    }
  }
}
