package io.headrace.curriculum.evaluation;

import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.schemas.EvaluationCompleted;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.ScoredGroup;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The evaluations of a run: which were started, which are open, what the finished ones found. A
 * fold over the log, safe to rebuild from it. Not thread-safe.
 */
public final class EvaluationBook {

  private final Map<EvaluationId, EvaluationTally> open = new LinkedHashMap<>();
  private final Map<EvaluationId, EvaluationCompleted> completed = new LinkedHashMap<>();
  private final Set<EvaluationId> started = new HashSet<>();
  private final Map<Occasion, EvaluationId> newestCompleted = new EnumMap<>(Occasion.class);
  private Optional<WeightsVersion> newestStarted = Optional.empty();

  /** A group of an evaluation was asked for. */
  public void requested(GroupRequest request) {
    EvaluationId.parse(request.getEvaluation())
        .filter(id -> !completed.containsKey(id))
        .ifPresent(id -> tally(id).requested(request));
  }

  /** A held-out group was scored. */
  public void scored(ScoredGroup group) {
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
              completed.putIfAbsent(id, result);
              newestCompleted.merge(id.occasion(), id, EvaluationBook::newer);
            });
  }

  /** The result of an open evaluation that is over, every group there or its deadline past. */
  public Optional<EvaluationCompleted> over(String run, Instant now) {
    return open.values().stream()
        .filter(tally -> tally.isOver(now))
        .findFirst()
        .map(tally -> tally.result(run, now));
  }

  /** Whether an evaluation still waits for groups. */
  public boolean isOneOpen() {
    return !open.isEmpty();
  }

  /** Whether the evaluation was ever asked for. */
  public boolean isStarted(EvaluationId id) {
    return started.contains(id);
  }

  /** What the evaluation found, once it is complete. */
  public Optional<EvaluationCompleted> result(EvaluationId id) {
    return Optional.ofNullable(completed.get(id));
  }

  /** The result of the newest weights that were evaluated on the occasion. */
  public Optional<EvaluationCompleted> newest(Occasion occasion) {
    return Optional.ofNullable(newestCompleted.get(occasion)).map(completed::get);
  }

  /** The newest weights version that an evaluation was started for. */
  public Optional<WeightsVersion> newestStarted() {
    return newestStarted;
  }

  /** The evaluations started so far. */
  public Set<EvaluationId> started() {
    return Set.copyOf(started);
  }

  /** The results so far by evaluation. */
  public Map<EvaluationId, EvaluationCompleted> results() {
    return Map.copyOf(completed);
  }

  private EvaluationTally tally(EvaluationId id) {
    start(id);
    return open.computeIfAbsent(id, EvaluationTally::new);
  }

  private void start(EvaluationId id) {
    started.add(id);
    newestStarted =
        newestStarted
            .filter(version -> version.compareTo(id.version()) > 0)
            .or(() -> Optional.of(id.version()));
  }

  private static EvaluationId newer(EvaluationId one, EvaluationId other) {
    return one.version().compareTo(other.version()) > 0 ? one : other;
  }
}
