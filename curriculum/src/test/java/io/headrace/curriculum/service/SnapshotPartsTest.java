package io.headrace.curriculum.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.schemas.CurriculumSnapshot;
import io.headrace.schemas.ProgressState;
import io.headrace.schemas.TaskState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SnapshotPartsTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void aSnapshotOfManyTasksIsSplitAndJoined() {
    // Given
    CurriculumSnapshot whole = snapshot(7, 2 * SnapshotParts.TASKS + 1);
    // When
    List<CurriculumSnapshot> parts = SnapshotParts.cut(whole);
    // Then
    assertThat(parts).hasSize(3);
    assertThat(parts).allMatch(part -> part.getTasks().size() <= SnapshotParts.TASKS);
    assertThat(SnapshotParts.newest(parts.reversed())).contains(whole);
  }

  @Test
  void theNewestCompleteSnapshotIsReturned() {
    List<CurriculumSnapshot> parts = new ArrayList<>();
    parts.addAll(SnapshotParts.cut(snapshot(1, 1)));
    parts.addAll(SnapshotParts.cut(snapshot(2, 1)));
    parts.addAll(SnapshotParts.cut(snapshot(3, SnapshotParts.TASKS + 1)).subList(0, 1));
    assertThat(SnapshotParts.newest(parts)).map(CurriculumSnapshot::getNumber).contains(2L);
    assertThat(SnapshotParts.newest(List.of())).isEmpty();
  }

  private static CurriculumSnapshot snapshot(long number, int tasks) {
    ProgressState progress =
        ProgressState.newBuilder()
            .setStarted(true)
            .setTrainingFrom(0)
            .setPaused(false)
            .setStopped(false)
            .setNewestVersion(0)
            .setColdStartSteps(0)
            .setTrainingSteps(0)
            .setLastStepMillis(0)
            .setActiveMillis(0)
            .setLastActiveAt(NOW)
            .build();
    return CurriculumSnapshot.newBuilder()
        .setRun("run")
        .setNumber(number)
        .setPart(0)
        .setParts(1)
        .setProgress(progress)
        .setLastAskedAt(NOW)
        .setTakenAt(NOW)
        .setTasks(IntStream.range(0, tasks).mapToObj(i -> new TaskState("t" + i, 1, null)).toList())
        .build();
  }
}
