package io.headrace.curriculum.evaluation;

import io.headrace.pipeline.id.GroupId;
import io.headrace.schemas.Accuracy;
import io.headrace.schemas.EvaluationCompleted;
import io.headrace.schemas.GroupOutcome;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.OpenEvaluation;
import io.headrace.schemas.SampleOutcome;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts the answers of one evaluation. A group that was dropped, or whose trace has no score,
 * counts as requested and not as scored, so it does not change the accuracy. Not thread-safe.
 */
final class EvaluationTally {

  /** The score of a correct answer. */
  private static final double CORRECT = 1.0;

  private final EvaluationId id;
  private final Map<GroupId, EvaluationMode> pending = new HashMap<>();
  private final Map<EvaluationMode, Count> counts = new EnumMap<>(EvaluationMode.class);
  private Instant startedAt = Instant.MAX;
  private Instant deadline = Instant.MIN;
  private long newestVersion;
  private long traces;
  private long tokens;

  private static final class Count {
    int correct;
    int scored;
    int requested;

    static Count of(Accuracy accuracy) {
      Count count = new Count();
      count.correct = accuracy.getCorrect();
      count.scored = accuracy.getScored();
      count.requested = accuracy.getRequested();
      return count;
    }

    Accuracy accuracy() {
      return new Accuracy(correct, scored, requested);
    }
  }

  EvaluationTally(EvaluationId id) {
    this.id = id;
    this.newestVersion = id.version().value();
  }

  /** The tally restored from a snapshot. */
  static EvaluationTally of(EvaluationId id, OpenEvaluation state) {
    EvaluationTally tally = new EvaluationTally(id);
    tally.restore(EvaluationMode.GREEDY, state.getPendingGreedy(), state.getGreedy());
    tally.restore(EvaluationMode.SAMPLED, state.getPendingSampled(), state.getSampled());
    tally.startedAt = state.getStartedAt();
    tally.deadline = state.getDeadline();
    tally.newestVersion = state.getNewestWeightsVersion();
    tally.traces = state.getTraces();
    tally.tokens = state.getTokens();
    return tally;
  }

  private void restore(EvaluationMode mode, List<String> groups, @Nullable Accuracy soFar) {
    groups.forEach(group -> pending.put(new GroupId(group), mode));
    if (soFar != null) {
      counts.put(mode, Count.of(soFar));
    }
  }

  /** The tally for a snapshot. */
  OpenEvaluation state() {
    return new OpenEvaluation(
        id.toString(),
        pending(EvaluationMode.GREEDY),
        pending(EvaluationMode.SAMPLED),
        accuracy(EvaluationMode.GREEDY),
        accuracy(EvaluationMode.SAMPLED),
        newestVersion,
        traces,
        tokens,
        startedAt,
        deadline);
  }

  private List<String> pending(EvaluationMode mode) {
    return pending.entrySet().stream()
        .filter(entry -> entry.getValue() == mode)
        .map(entry -> entry.getKey().value())
        .toList();
  }

  void apply(GroupRequest request) {
    EvaluationMode mode = EvaluationMode.ofTemperature(request.getSampling().getTemperature());
    pending.put(new GroupId(request.getGroupId()), mode);
    counts.computeIfAbsent(mode, _ -> new Count()).requested++;
    startedAt = earlier(startedAt, request.getRequestedAt());
    deadline = later(deadline, request.getDeadline());
  }

  void apply(GroupOutcome group) {
    EvaluationMode mode = pending.remove(new GroupId(group.getGroupId()));
    if (mode == null) {
      return;
    }
    for (SampleOutcome sample : group.getSamples()) {
      count(sample, counts.computeIfAbsent(mode, _ -> new Count()));
    }
  }

  /** Whether every group is assembled or the deadline is not after the given time. */
  boolean isOver(Instant overdue) {
    return pending.isEmpty() || !overdue.isBefore(deadline);
  }

  /** How many groups are not assembled yet. */
  int pending() {
    return pending.size();
  }

  EvaluationCompleted result(String run, Instant now) {
    return new EvaluationCompleted(
        run,
        id.toString(),
        id.version().value(),
        newestVersion,
        accuracy(EvaluationMode.GREEDY),
        accuracy(EvaluationMode.SAMPLED),
        traces == 0 ? 0.0 : (double) tokens / traces,
        startedAt,
        now);
  }

  private void count(SampleOutcome sample, Count count) {
    Long newest = sample.getNewestWeightsVersion();
    if (newest != null) {
      traces++;
      tokens += sample.getTokens();
      newestVersion = Math.max(newestVersion, newest);
    }
    Double score = sample.getScore();
    if (score != null) {
      count.scored++;
      count.correct += score >= CORRECT ? 1 : 0;
    }
  }

  private @Nullable Accuracy accuracy(EvaluationMode mode) {
    Count count = counts.get(mode);
    return count == null ? null : count.accuracy();
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
