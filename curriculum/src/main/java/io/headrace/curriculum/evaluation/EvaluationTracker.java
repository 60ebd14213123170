package io.headrace.curriculum.evaluation;

import io.headrace.curriculum.capacity.BoundedMaps;
import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.schemas.EvaluationCompleted;
import io.headrace.schemas.GroupOutcome;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.OpenEvaluation;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The evaluations of a run: which were started, which are open, what the newest finished ones
 * found. A fold over the log, safe to rebuild from it. Of those that are done it remembers the
 * newest {@value #REMEMBERED}, and the newest of each occasion. Not thread-safe.
 */
public final class EvaluationTracker {

  private static final int REMEMBERED = 64;

  private final Map<EvaluationId, EvaluationTally> open = new LinkedHashMap<>();
  private final Map<EvaluationId, EvaluationCompleted> completed = BoundedMaps.atMost(REMEMBERED);
  private final Map<EvaluationId, Boolean> started = BoundedMaps.atMost(REMEMBERED);
  private final Map<String, EvaluationCompleted> newestCompleted = new TreeMap<>();
  private Optional<WeightsVersion> newestStarted = Optional.empty();
  private long completedCount;

  /** A group of an evaluation was asked for. */
  public void requested(GroupRequest request) {
    EvaluationId.parse(request.getEvaluation())
        .filter(id -> !completed.containsKey(id))
        .ifPresent(id -> tally(id).requested(request));
  }

  /** A held-out group was assembled. */
  public void scored(GroupOutcome group) {
    EvaluationId.parse(group.getEvaluation())
        .map(open::get)
        .ifPresent(tally -> tally.scored(group));
  }

  /** An evaluation is complete, and its result known for good. */
  public void completed(EvaluationCompleted result) {
    EvaluationId.parse(result.getEvaluation())
        .ifPresent(
            id -> {
              start(id);
              open.remove(id);
              if (completed.putIfAbsent(id, result) == null) {
                completedCount++;
                newestCompleted.merge(id.occasion().name(), result, EvaluationTracker::newer);
              }
            });
  }

  /**
   * The result of an open evaluation that is over: every group is there, or its deadline is not
   * after the given time.
   */
  public Optional<EvaluationCompleted> over(String run, Instant overdue, Instant now) {
    return open.values().stream()
        .filter(tally -> tally.isOver(overdue))
        .findFirst()
        .map(tally -> tally.result(run, now));
  }

  /** How many groups of open evaluations are not assembled yet. */
  public long pending() {
    return open.values().stream().mapToLong(EvaluationTally::pending).sum();
  }

  /** Whether an evaluation still waits for groups. */
  public boolean isOneOpen() {
    return !open.isEmpty();
  }

  /** Whether the evaluation was asked for; only for one of the newest weights. */
  public boolean isStarted(EvaluationId id) {
    return started.containsKey(id);
  }

  /** What the evaluation found, once it is complete; only for one of the newest weights. */
  public Optional<EvaluationCompleted> result(EvaluationId id) {
    return Optional.ofNullable(completed.get(id));
  }

  /** The result of the newest weights that were evaluated on the occasion. */
  public Optional<EvaluationCompleted> newest(EvaluationTrigger occasion) {
    return Optional.ofNullable(newestCompleted.get(occasion.name()));
  }

  /** The newest weights version that an evaluation was started for. */
  public Optional<WeightsVersion> newestStarted() {
    return newestStarted;
  }

  /** The newest evaluations started. */
  public Set<EvaluationId> started() {
    return Set.copyOf(started.keySet());
  }

  /** The newest results by evaluation. */
  public Map<EvaluationId, EvaluationCompleted> results() {
    return Map.copyOf(completed);
  }

  /** How many evaluations were completed. */
  public long completedCount() {
    return completedCount;
  }

  /** The open evaluations, for a snapshot. */
  public List<OpenEvaluation> openState() {
    return open.values().stream().map(EvaluationTally::state).toList();
  }

  /** The newest evaluations started, oldest first, for a snapshot. */
  public List<String> startedState() {
    return started.keySet().stream().map(EvaluationId::toString).toList();
  }

  /** The newest results and the newest of each occasion, oldest first, for a snapshot. */
  public List<EvaluationCompleted> completedState() {
    Map<String, EvaluationCompleted> state = new LinkedHashMap<>();
    newestCompleted.values().forEach(result -> state.put(result.getEvaluation(), result));
    completed.values().forEach(result -> state.remove(result.getEvaluation()));
    completed.values().forEach(result -> state.put(result.getEvaluation(), result));
    return List.copyOf(state.values());
  }

  /** Takes over the state of a snapshot; only for a book that nothing was applied to. */
  public void restore(
      List<String> startedIds,
      List<EvaluationCompleted> results,
      List<OpenEvaluation> tallies,
      long count) {
    startedIds.forEach(id -> EvaluationId.parse(id).ifPresent(this::start));
    for (EvaluationCompleted result : results) {
      EvaluationId.parse(result.getEvaluation())
          .ifPresent(
              id -> {
                completed.put(id, result);
                newestCompleted.merge(id.occasion().name(), result, EvaluationTracker::newer);
              });
    }
    for (OpenEvaluation tally : tallies) {
      EvaluationId.parse(tally.getEvaluation())
          .ifPresent(id -> open.put(id, EvaluationTally.of(id, tally)));
    }
    completedCount = count;
  }

  private EvaluationTally tally(EvaluationId id) {
    start(id);
    return open.computeIfAbsent(id, EvaluationTally::new);
  }

  private void start(EvaluationId id) {
    started.putIfAbsent(id, true);
    newestStarted =
        newestStarted
            .filter(version -> version.compareTo(id.version()) > 0)
            .or(() -> Optional.of(id.version()));
  }

  private static EvaluationCompleted newer(EvaluationCompleted one, EvaluationCompleted other) {
    return one.getWeightsVersion() > other.getWeightsVersion() ? one : other;
  }
}
