package io.headrace.curriculum.controller;

import io.headrace.pipeline.config.StageKind;
import io.headrace.pipeline.plan.PlannedStage;
import io.headrace.pipeline.plan.StagePlan;
import io.headrace.schemas.ProgressState;
import io.headrace.schemas.StageSteps;
import io.headrace.schemas.StepCompleted;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Counts the steps of each stage that a run entered. A fold over the topics control and steps,
 * which may interleave in any order. Not thread-safe.
 */
final class StageCounts {

  private final StagePlan plan;
  private final SortedMap<String, Count> byStage = new TreeMap<>();

  private record Count(StageKind kind, long steps) {
    Count plus(Count other) {
      return new Count(kind, steps + other.steps);
    }
  }

  StageCounts(StagePlan plan) {
    this.plan = plan;
  }

  /** Adds a stage that the run entered. */
  void enter(PlannedStage stage) {
    add(stage.id(), stage.kind(), 0);
  }

  /** Counts a step. */
  void apply(StepCompleted step) {
    StageKind kind = StageKind.of(step.getStage());
    add(plan.idOf(step.getStageId(), kind), kind, 1);
  }

  private void add(String stage, StageKind kind, long steps) {
    byStage.merge(stage, new Count(kind, steps), Count::plus);
  }

  /** Number of steps of a stage. */
  long of(String stage) {
    Count count = byStage.get(stage);
    return count == null ? 0 : count.steps();
  }

  /** Number of steps of all stages of a kind. */
  long of(StageKind kind) {
    return byStage.values().stream()
        .filter(count -> count.kind() == kind)
        .mapToLong(Count::steps)
        .sum();
  }

  /** Whether a stage of a kind was entered. */
  boolean has(StageKind kind) {
    return byStage.values().stream().anyMatch(count -> count.kind() == kind);
  }

  /** The counts, for a snapshot. */
  List<StageSteps> state() {
    return byStage.entrySet().stream()
        .map(
            entry ->
                new StageSteps(
                    entry.getKey(), entry.getValue().kind().text(), entry.getValue().steps()))
        .toList();
  }

  /** Restores the counts of a snapshot; one of an earlier version counts by kind. */
  void restore(ProgressState state) {
    for (StageSteps stage : state.getStages()) {
      StageKind.parse(stage.getKind())
          .ifPresent(kind -> add(stage.getStage(), kind, stage.getSteps()));
    }
    if (state.getStages().isEmpty()) {
      restore(StageKind.SFT, state.getColdStartSteps());
      restore(StageKind.RL, state.getTrainingSteps());
    }
  }

  private void restore(StageKind kind, long steps) {
    if (steps > 0) {
      add(plan.idOf("", kind), kind, steps);
    }
  }
}
