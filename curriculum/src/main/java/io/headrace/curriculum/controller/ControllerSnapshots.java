package io.headrace.curriculum.controller;

import io.headrace.curriculum.evaluation.EvaluationTracker;
import io.headrace.schemas.CurriculumSnapshot;
import io.headrace.schemas.TaskState;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Converts the parts of a controller's state to a snapshot and back.
 *
 * @param progress stage, steps and weights
 * @param requests numbers of the group requests
 * @param scheduler training groups and success rates
 * @param evaluations evaluations
 */
record ControllerSnapshots(
    RunProgress progress,
    GroupRequests requests,
    RolloutScheduler scheduler,
    EvaluationTracker evaluations) {

  /** The state as a snapshot of one part. */
  CurriculumSnapshot write(String run, long number, Instant now) {
    return CurriculumSnapshot.newBuilder()
        .setRun(run)
        .setNumber(number)
        .setPart(0)
        .setParts(1)
        .setProgress(progress.state())
        .setNextRequest(requests.next())
        .setLastAskedAt(requests.lastAsked())
        .setSuccessRate(scheduler.rates().overall())
        .setGroupsObserved(scheduler.rates().observed())
        .setTasks(tasks())
        .setRunning(scheduler.ledger().runningState())
        .setWaiting(scheduler.ledger().waitingState())
        .setTaken(scheduler.ledger().takenState())
        .setOpenEvaluations(evaluations.openState())
        .setStartedEvaluations(evaluations.startedState())
        .setEvaluations(evaluations.completedState())
        .setEvaluationsCompleted(evaluations.completedCount())
        .setTakenAt(now)
        .build();
  }

  private List<TaskState> tasks() {
    Map<String, Integer> requested = requests.timesAsked();
    Map<String, Double> rates = scheduler.rates().seen();
    Set<String> known = new TreeSet<>(requested.keySet());
    known.addAll(rates.keySet());
    return known.stream()
        .map(task -> new TaskState(task, requested.getOrDefault(task, 0), rates.get(task)))
        .toList();
  }

  /** Restores the state of a snapshot of one part. */
  void restore(CurriculumSnapshot snapshot) {
    progress.restore(Objects.requireNonNull(snapshot.getProgress(), "the first part has it"));
    Map<String, Integer> requested = new HashMap<>();
    Map<String, Double> rates = new HashMap<>();
    for (TaskState task : snapshot.getTasks()) {
      Double rate = task.getSuccessRate();
      if (task.getTimesAsked() > 0) {
        requested.put(task.getTaskId(), task.getTimesAsked());
      }
      if (rate != null) {
        rates.put(task.getTaskId(), rate);
      }
    }
    requests.restore(snapshot.getNextRequest(), snapshot.getLastAskedAt(), requested);
    scheduler.rates().restore(rates, snapshot.getSuccessRate(), snapshot.getGroupsObserved());
    scheduler.ledger().restore(snapshot.getRunning(), snapshot.getWaiting(), snapshot.getTaken());
    evaluations.restore(
        snapshot.getStartedEvaluations(),
        snapshot.getEvaluations(),
        snapshot.getOpenEvaluations(),
        snapshot.getEvaluationsCompleted());
  }
}
