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
 * Tracks the evaluations of a run: started, open and completed. A fold over the log. It keeps the
 * newest {@value #REMEMBERED} completed evaluations and the newest of each trigger. Not
 * thread-safe.
 */
public final class EvaluationTracker {

  private static final int REMEMBERED = 64;

  private final Map<EvaluationId, EvaluationTally> open = new LinkedHashMap<>();
  private final Map<EvaluationId, EvaluationCompleted> completed =
      BoundedMaps.withCapacity(REMEMBERED);
  private final Map<EvaluationId, Boolean> started = BoundedMaps.withCapacity(REMEMBERED);
  private final Map<String, EvaluationCompleted> newestCompleted = new TreeMap<>();
  private Optional<WeightsVersion> newestStarted = Optional.empty();
  private long completedCount;

  /** Applies a request of a held-out group. */
  public void apply(GroupRequest request) {
    EvaluationId.parse(request.getEvaluation())
        .filter(id -> !completed.containsKey(id))
        .ifPresent(id -> tally(id).apply(request));
  }

  /** Applies the outcome of a held-out group. */
  public void apply(GroupOutcome group) {
    EvaluationId.parse(group.getEvaluation()).map(open::get).ifPresent(tally -> tally.apply(group));
  }

  /** Applies the result of an evaluation, which completes it. */
  public void apply(EvaluationCompleted result) {
    EvaluationId.parse(result.getEvaluation())
        .ifPresent(
            id -> {
              start(id);
              open.remove(id);
              if (completed.putIfAbsent(id, result) == null) {
                completedCount++;
                newestCompleted.merge(id.trigger().name(), result, EvaluationTracker::newer);
              }
            });
  }

  /**
   * The result of an open evaluation whose groups are all assembled, or whose deadline is not after
   * the given time.
   */
  public Optional<EvaluationCompleted> over(String run, Instant overdue, Instant now) {
    return open.values().stream()
        .filter(tally -> tally.isOver(overdue))
        .findFirst()
        .map(tally -> tally.result(run, now));
  }

  /** Number of groups of open evaluations that are not assembled. */
  public long pending() {
    return open.values().stream().mapToLong(EvaluationTally::pending).sum();
  }

  /** Whether an evaluation is open. */
  public boolean isOneOpen() {
    return !open.isEmpty();
  }

  /** Whether the evaluation was requested; known for the newest ones only. */
  public boolean isStarted(EvaluationId id) {
    return started.containsKey(id);
  }

  /** The result of a completed evaluation; known for the newest ones only. */
  public Optional<EvaluationCompleted> result(EvaluationId id) {
    return Optional.ofNullable(completed.get(id));
  }

  /** The result with the newest weights among the evaluations of a trigger. */
  public Optional<EvaluationCompleted> newest(EvaluationTrigger trigger) {
    return Optional.ofNullable(newestCompleted.get(trigger.name()));
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

  /** Number of completed evaluations. */
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

  /** The newest results and the newest of each trigger, oldest first, for a snapshot. */
  public List<EvaluationCompleted> completedState() {
    Map<String, EvaluationCompleted> state = new LinkedHashMap<>();
    newestCompleted.values().forEach(result -> state.put(result.getEvaluation(), result));
    completed.values().forEach(result -> state.remove(result.getEvaluation()));
    completed.values().forEach(result -> state.put(result.getEvaluation(), result));
    return List.copyOf(state.values());
  }

  /** Restores the state of a snapshot; only before the first event is applied. */
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
                newestCompleted.merge(id.trigger().name(), result, EvaluationTracker::newer);
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
