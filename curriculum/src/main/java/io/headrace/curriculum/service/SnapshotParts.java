package io.headrace.curriculum.service;

import io.headrace.schemas.CurriculumSnapshot;
import io.headrace.schemas.TaskState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Splits a snapshot into events of bounded size and joins them again. Pure. */
final class SnapshotParts {

  /** Maximum number of tasks in a part: about 8 MB of ids and rates. */
  static final int TASKS = 100_000;

  private SnapshotParts() {}

  /** The parts of a snapshot of one part, each with at most {@value #TASKS} tasks. */
  static List<CurriculumSnapshot> cut(CurriculumSnapshot whole) {
    List<TaskState> tasks = whole.getTasks();
    int count = Math.max(1, Math.ceilDiv(tasks.size(), TASKS));
    List<CurriculumSnapshot> parts = new ArrayList<>();
    for (int part = 0; part < count; part++) {
      CurriculumSnapshot.Builder builder =
          part == 0
              ? CurriculumSnapshot.newBuilder(whole)
              : CurriculumSnapshot.newBuilder()
                  .setRun(whole.getRun())
                  .setNumber(whole.getNumber())
                  .setLastAskedAt(whole.getLastAskedAt())
                  .setTakenAt(whole.getTakenAt());
      int to = Math.min(tasks.size(), (part + 1) * TASKS);
      parts.add(
          builder
              .setPart(part)
              .setParts(count)
              .setTasks(new ArrayList<>(tasks.subList(part * TASKS, to)))
              .build());
    }
    return parts;
  }

  /** The newest snapshot of which all parts are given; empty when there is none. */
  static Optional<CurriculumSnapshot> newest(List<CurriculumSnapshot> parts) {
    Map<Long, Map<Integer, CurriculumSnapshot>> byNumber = new HashMap<>();
    for (CurriculumSnapshot part : parts) {
      byNumber.computeIfAbsent(part.getNumber(), _ -> new HashMap<>()).put(part.getPart(), part);
    }
    return byNumber.values().stream()
        .filter(SnapshotParts::isWhole)
        .max(Comparator.comparingLong(found -> found.values().iterator().next().getNumber()))
        .map(SnapshotParts::join);
  }

  private static boolean isWhole(Map<Integer, CurriculumSnapshot> parts) {
    CurriculumSnapshot first = parts.get(0);
    return first != null && first.getProgress() != null && parts.size() == first.getParts();
  }

  private static CurriculumSnapshot join(Map<Integer, CurriculumSnapshot> parts) {
    List<TaskState> tasks = new ArrayList<>();
    for (int part = 0; part < parts.size(); part++) {
      tasks.addAll(part(parts, part).getTasks());
    }
    return CurriculumSnapshot.newBuilder(part(parts, 0)).setParts(1).setTasks(tasks).build();
  }

  @SuppressWarnings("NullAway") // only for whole snapshots
  private static CurriculumSnapshot part(Map<Integer, CurriculumSnapshot> parts, int part) {
    return parts.get(part);
  }
}
