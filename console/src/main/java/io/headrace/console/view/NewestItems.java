package io.headrace.console.view;

import io.headrace.schemas.BatchEntry;
import io.headrace.schemas.DeadLetter;
import io.headrace.schemas.EvaluationCompleted;
import io.headrace.schemas.GroupOutcome;
import io.headrace.schemas.StepCompleted;
import io.headrace.schemas.Verdict;
import io.headrace.schemas.WeightsManifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The newest traces, groups, weights versions and dead letters, by id. */
final class NewestItems {
  private static final int TRACES = 10_000;
  private static final int EARLY_VERDICTS = 2_000;
  private static final int GROUPS = 2_000;
  private static final int WEIGHTS = 2_000;
  private static final int DEAD_LETTERS = 500;

  private final NewestById<String, TraceSummary> traces = new NewestById<>(TRACES);
  private final NewestById<String, List<VerdictSummary>> early = new NewestById<>(EARLY_VERDICTS);
  private final NewestById<String, GroupSummary> groups = new NewestById<>(GROUPS);
  private final NewestById<Long, WeightsPoint> weights = new NewestById<>(WEIGHTS);
  private final NewestById<Position, DeadLetterSummary> deadLetters =
      new NewestById<>(DEAD_LETTERS);

  private Optional<TokenizerLocation> tokenizer = Optional.empty();

  /** Adds a trace; empty when one of its id exists, since the first one counts. */
  Optional<TraceSummary> add(TraceSummary trace) {
    if (traces.contains(trace.traceId())) {
      return Optional.empty();
    }
    TraceSummary scored = trace;
    for (VerdictSummary verdict : early.remove(trace.traceId()).orElse(List.of())) {
      scored = scored.with(verdict);
    }
    Optional<GroupSummary> group = groups.find(trace.groupId());
    if (group.isPresent()) {
      scored = assembled(scored, group.get());
    }
    traces.put(trace.traceId(), scored);
    return Optional.of(scored);
  }

  private static TraceSummary assembled(TraceSummary trace, GroupSummary group) {
    return group.members().stream()
        .filter(member -> member.traceId().equals(trace.traceId()))
        .findFirst()
        .map(member -> trace.assembled(member.score(), member.reward(), member.dropReason()))
        .orElse(trace);
  }

  /** Adds a verdict to its trace; empty when the trace is not in the list (yet). */
  Optional<TraceSummary> verdict(Verdict event) {
    VerdictSummary verdict = VerdictSummary.of(event);
    Optional<TraceSummary> trace = traces.find(event.getTraceId());
    if (trace.isEmpty()) {
      List<VerdictSummary> waiting =
          new ArrayList<>(early.find(event.getTraceId()).orElse(List.of()));
      if (waiting.stream().noneMatch(known -> known.scorer().equals(verdict.scorer()))) {
        waiting.add(verdict);
        early.put(event.getTraceId(), waiting);
      }
      return Optional.empty();
    }
    TraceSummary scored = trace.get().with(verdict);
    traces.put(scored.traceId(), scored);
    return Optional.of(scored);
  }

  /** Adds a group and returns those of its traces that are in the list. */
  List<TraceSummary> assemble(Position position, GroupOutcome event) {
    GroupSummary group =
        GroupSummary.of(position, event, id -> traces.find(id).map(TraceSummary::text).orElse(""));
    groups.put(group.groupId(), group);
    List<TraceSummary> changed = new ArrayList<>();
    for (GroupSummary.Member member : group.members()) {
      traces
          .find(member.traceId())
          .map(trace -> assembled(trace, group))
          .ifPresent(
              trace -> {
                traces.put(trace.traceId(), trace);
                changed.add(trace);
              });
    }
    return changed;
  }

  /** Percentiles of the mean rewards of the step's groups. */
  PercentileBand rewards(StepCompleted event) {
    return PercentileBand.of(
        event.getBatch().stream()
            .map(BatchEntry::getId)
            .flatMap(id -> groups.find(id).stream())
            .flatMapToDouble(group -> group.meanReward().stream())
            .toArray());
  }

  WeightsPoint add(Position position, WeightsManifest event) {
    WeightsPoint point = WeightsPoint.of(position, event);
    weights.put(point.version(), point);
    tokenizer = TokenizerLocation.of(position, event).or(() -> tokenizer);
    return point;
  }

  DeadLetterSummary add(Position position, DeadLetter event) {
    DeadLetterSummary summary = DeadLetterSummary.of(position, event);
    deadLetters.put(position, summary);
    return summary;
  }

  /** The step that made the weights of an evaluation. */
  Optional<Long> stepOf(EvaluationCompleted event) {
    return weights.find(event.getWeightsVersion()).map(WeightsPoint::step);
  }

  List<TraceSummary> traces(TraceFilter filter, int limit) {
    return traces.newest(limit, filter);
  }

  List<TraceSummary> tracesBefore(String traceId, TraceFilter filter, int limit) {
    return traces.newestBefore(traceId, limit, filter);
  }

  Optional<TraceSummary> trace(String traceId) {
    return traces.find(traceId);
  }

  Optional<GroupSummary> group(String groupId) {
    return groups.find(groupId);
  }

  Optional<WeightsPoint> newestWeights() {
    return weights.newest(1, any -> true).stream().findFirst();
  }

  List<WeightsPoint> weights() {
    return weights.newest(WEIGHTS, any -> true);
  }

  Optional<TokenizerLocation> tokenizer() {
    return tokenizer;
  }

  List<DeadLetterSummary> deadLetters() {
    return deadLetters.newest(DEAD_LETTERS, any -> true);
  }
}
