package io.headrace.learner.batch;

import io.headrace.learner.batch.SkippedRecord.Cause;
import io.headrace.learner.batch.TraceEligibility.Finding;
import io.headrace.pipeline.group.Trainability;
import io.headrace.schemas.GroupStatus;
import io.headrace.schemas.Purpose;
import io.headrace.schemas.ScoredGroup;
import io.headrace.schemas.ScoredTrace;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Decides for one group whether a step that starts from a given weights version trains on it.
 *
 * <p>A trace without a reward is left out of its group, and so is one with a token older than the
 * staleness bound: its baseline is then taken over the others. What the rewards of the traces that
 * are left must be, {@link Trainability} says. A trace without a trained token stays in its group,
 * since its reward enters the baseline; a group of such traces alone is left out.
 *
 * @param rules the configured rules
 * @param version the weights version at batch start
 */
public record BatchFilter(BatchFilterRules rules, long version) {

  /** Decides on one record; pure, so the same record and version always give the same answer. */
  public FilterResult admit(LogEntry entry) {
    return switch (entry) {
      case LogEntry.Unreadable unreadable ->
          skip(entry, Cause.UNREADABLE, "not decodable: " + unreadable.reason());
      case LogEntry.Group group -> admit(group);
    };
  }

  private FilterResult admit(LogEntry.Group entry) {
    ScoredGroup scored = entry.scored();
    if (scored.getPurpose() != Purpose.TRAIN) {
      return skip(entry, Cause.NOT_FOR_TRAINING, "belongs to an evaluation");
    }
    if (scored.getStatus() == GroupStatus.DROPPED) {
      return skip(
          entry, Cause.DROPPED_BY_ASSEMBLER, "dropped by the assembler: " + scored.getDropReason());
    }
    Usable usable = usable(scored);
    return switch (Trainability.of(usable.rewards(), rules.mixedRewards())) {
      case UNSCORED -> skip(entry, usable.cause(), usable.tooFew(scored.getRequested(), this));
      case EQUAL_REWARDS ->
          skip(
              entry,
              Cause.EQUAL_REWARDS,
              "all %d rewards are %s"
                  .formatted(usable.traces().size(), usable.rewards().getFirst()));
      case TRAINABLE ->
          usable.count(Finding.USABLE) > 0
              ? new FilterResult.Admitted(
                  new TraceGroup(entry.id(), entry.position(), usable.traces()))
              : skip(
                  entry,
                  Cause.NOTHING_TO_TRAIN,
                  "none of %d traces has a token to train on".formatted(usable.traces().size()));
    };
  }

  private Usable usable(ScoredGroup scored) {
    TraceEligibility screen = new TraceEligibility(rules, version);
    List<TrainingTrace> traces = new ArrayList<>();
    Map<Finding, Integer> findings = new EnumMap<>(Finding.class);
    for (ScoredTrace candidate : scored.getTraces()) {
      Finding finding = screen.look(candidate);
      findings.merge(finding, 1, Integer::sum);
      if (finding == Finding.USABLE || finding == Finding.REWARD_ONLY) {
        traces.add(screen.take(candidate));
      }
    }
    return new Usable(traces, findings);
  }

  private static FilterResult skip(LogEntry entry, Cause cause, String reason) {
    return new FilterResult.Skipped(new SkippedRecord(entry.id(), entry.position(), cause, reason));
  }

  /** The traces whose rewards count, and how many traces were found to be what. */
  private record Usable(List<TrainingTrace> traces, Map<Finding, Integer> findings) {

    List<Double> rewards() {
      return traces.stream().map(TrainingTrace::reward).toList();
    }

    Cause cause() {
      if (count(Finding.STALE) > 0) {
        return Cause.TOO_STALE;
      }
      if (count(Finding.TOO_LONG) > 0) {
        return Cause.TOO_LONG;
      }
      return count(Finding.MALFORMED) > 0 ? Cause.MALFORMED : Cause.TOO_FEW_TRACES;
    }

    String tooFew(int requested, BatchFilter filter) {
      int others = count(Finding.STALE) + count(Finding.TOO_LONG) + count(Finding.MALFORMED);
      return ("%d of %d traces usable, at least %d needed: %d staler than %d versions before %d, "
              + "%d longer than %d tokens, %d malformed, %d without a reward or missing")
          .formatted(
              traces.size(),
              requested,
              Trainability.MIN_REWARDS,
              count(Finding.STALE),
              filter.rules().maxStaleness(),
              filter.version(),
              count(Finding.TOO_LONG),
              filter.rules().maxTokens(),
              count(Finding.MALFORMED),
              Math.max(0, requested - traces.size() - others));
    }

    private int count(Finding finding) {
      return findings.getOrDefault(finding, 0);
    }
  }
}
