package io.headrace.learner.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.learner.batch.SkippedRecord.Cause;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Batches are functions of the log. */
class BatchAssemblerTest {

  private static final BatchFilterRules RULES = new BatchFilterRules(2, true, 64, 100);

  @Test
  void aBatchIsTheNextAcceptedGroupsByOffset() {
    // Given
    BatchAssembler assembler = assembler(2, 5, Set.of());

    // When
    assembler.take(entry(5, "a", 10, 1, 0));
    assembler.take(entry(6, "b", 10, 1, 1));
    assembler.take(entry(9, "c", 9, 0, 1));

    // Then
    Batch batch = assembler.batch();
    assertThat(batch.groups()).extracting(TraceGroup::id).containsExactly("a", "c");
    assertThat(batch.skipped()).extracting(SkippedRecord::id).containsExactly("b");
    assertThat(batch.nextOffset()).isEqualTo(10);
  }

  @Test
  void aGroupIdEntersOnceWithinAndAcrossBatches() {
    // Given
    BatchAssembler assembler = assembler(2, 0, Set.of("before"));

    // When
    assembler.take(entry(0, "a", 10, 1, 0));
    assembler.take(entry(1, "a", 10, 1, 0));
    assembler.take(entry(2, "before", 10, 1, 0));
    assembler.take(entry(3, "b", 10, 1, 0));

    // Then
    assertThat(assembler.batch().skipped())
        .extracting(SkippedRecord::cause)
        .containsExactly(Cause.DUPLICATE, Cause.DUPLICATE);
  }

  @Test
  void recordsAfterTheBatchAndOutOfOrderAreRejected() {
    // Given
    BatchAssembler assembler = assembler(1, 3, Set.of());

    // Then
    assertThatThrownBy(() -> assembler.take(entry(2, "a", 10, 1, 0)))
        .hasMessage("offset 2 comes after 2: the log must be read in order");
    assertThatThrownBy(assembler::batch).hasMessage("the batch has 0 of 1 groups");
    assembler.take(entry(3, "a", 10, 1, 0));
    assertThatThrownBy(() -> assembler.take(entry(4, "b", 10, 1, 0)))
        .hasMessage("the batch is complete at offset 4");
  }

  @Test
  void everyReadableGroupIsTrainedOnOrSkippedOnceAndNoTrainedTokenIsStale() {
    for (long seed : LongStream.range(0, 8).toArray()) {
      // Given a log of groups with random staleness, rewards, duplicates and unreadable records
      Random random = new Random(seed);
      List<LogEntry> log = randomLog(random, 300);

      // When
      List<Batch> batches = batches(log, 4);

      // Then
      assertThat(batches).hasSizeGreaterThan(5);
      Set<Long> offsets = new HashSet<>();
      Set<String> trained = new HashSet<>();
      for (int step = 0; step < batches.size(); step++) {
        Batch batch = batches.get(step);
        batch.groups().forEach(group -> assertThat(trained.add(group.id())).isTrue());
        batch.groups().forEach(group -> offsets.add(group.position().offset()));
        batch.skipped().forEach(entry -> offsets.add(entry.position().offset()));
        assertThat(batch.traces())
            .allMatch(trace -> trace.staleness().largest() <= RULES.maxStaleness());
      }
      assertThat(offsets).hasSize((int) batches.getLast().nextOffset());
      assertThat(ids(batches(log, 4))).isEqualTo(ids(batches));
    }
  }

  private static List<Batch> batches(List<LogEntry> log, int size) {
    List<Batch> batches = new ArrayList<>();
    Set<String> consumed = new HashSet<>();
    BatchAssembler assembler = new BatchAssembler(new BatchFilter(RULES, 0), size, 0, consumed);
    for (LogEntry entry : log) {
      assembler.take(entry);
      if (assembler.complete()) {
        Batch batch = assembler.batch();
        batches.add(batch);
        batch.groups().forEach(group -> consumed.add(group.id()));
        batch.skipped().forEach(skipped -> consumed.add(skipped.id()));
        assembler =
            new BatchAssembler(
                new BatchFilter(RULES, batches.size()), size, batch.nextOffset(), consumed);
      }
    }
    return batches;
  }

  private static List<String> ids(List<Batch> batches) {
    return batches.stream()
        .flatMap(batch -> batch.traces().stream().map(TrainingTrace::id))
        .toList();
  }

  private static List<LogEntry> randomLog(Random random, int records) {
    List<LogEntry> log = new ArrayList<>();
    for (int offset = 0; offset < records; offset++) {
      if (random.nextInt(20) == 0) {
        log.add(new LogEntry.Unreadable(new LogPosition(0, offset), "?", "truncated"));
      } else {
        String id = "g" + (random.nextInt(10) == 0 ? random.nextInt(offset + 1) : offset);
        long version = Math.max(0, offset / 6 - random.nextInt(6));
        log.add(entry(offset, id, version, random.nextInt(2), random.nextInt(2)));
      }
    }
    return log;
  }

  private static BatchAssembler assembler(int size, long start, Set<String> consumed) {
    return new BatchAssembler(new BatchFilter(RULES, 10), size, start, consumed);
  }

  private static LogEntry entry(long offset, String id, long version, double... rewards) {
    return new LogEntry.Group(
        new LogPosition(0, offset), GroupBuilder.simple(id, version, rewards));
  }
}
