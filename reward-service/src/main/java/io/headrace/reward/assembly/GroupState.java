package io.headrace.reward.assembly;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the assembler stores of a group: which events were received, not their content. So an event
 * of a group costs a few bytes of state, however long the traces are.
 */
public sealed interface GroupState {

  /** When the passing of time next changes the group. */
  Instant dueAt();

  /**
   * The group is gathering its events.
   *
   * @param openedAt when its first event was received
   * @param requirements what it needs, empty until its request is received
   * @param dueAt its deadline, or until when its request is waited for
   * @param traces offset of the first trace of each received sample, by sample number
   * @param verdictKeys the received verdicts
   * @param abandonment what is not waited for any more
   */
  record Open(
      Instant openedAt,
      Optional<GroupRequirements> requirements,
      Instant dueAt,
      Map<Integer, Long> traces,
      Set<VerdictKey> verdictKeys,
      Abandonment abandonment)
      implements GroupState {

    /** Copies the collections. */
    public Open {
      traces = Map.copyOf(traces);
      verdictKeys = Set.copyOf(verdictKeys);
    }

    /** A group of which nothing was abandoned. */
    public Open(
        Instant openedAt,
        Optional<GroupRequirements> requirements,
        Instant dueAt,
        Map<Integer, Long> traces,
        Set<VerdictKey> verdictKeys) {
      this(openedAt, requirements, dueAt, traces, verdictKeys, Abandonment.NONE);
    }

    /** A group without events. */
    static Open empty(Instant now, Instant dueAt) {
      return new Open(now, Optional.empty(), dueAt, Map.of(), Set.of());
    }

    Open with(GroupRequirements request) {
      return new Open(
          openedAt, Optional.of(request), request.deadline(), traces, verdictKeys, abandonment);
    }

    Open withTrace(int sample, long offset) {
      Map<Integer, Long> more = new HashMap<>(traces);
      more.put(sample, offset);
      return new Open(openedAt, requirements, dueAt, more, verdictKeys, abandonment);
    }

    Open with(VerdictKey verdictKey) {
      Set<VerdictKey> more = new HashSet<>(verdictKeys);
      more.add(verdictKey);
      return new Open(openedAt, requirements, dueAt, traces, more, abandonment);
    }

    Open with(Abandonment more) {
      return new Open(openedAt, requirements, dueAt, traces, verdictKeys, more);
    }

    /** Whether every sample that is still expected was received and has every verdict that is. */
    boolean isComplete() {
      return requirements.filter(this::meets).isPresent();
    }

    private boolean meets(GroupRequirements wanted) {
      return IntStream.range(0, wanted.samples()).allMatch(sample -> isSettled(sample, wanted));
    }

    private boolean isSettled(int sample, GroupRequirements wanted) {
      Long offset = traces.get(sample);
      if (offset == null) {
        return abandonment.request();
      }
      return abandonment.traces().contains(offset)
          || wanted.scorers().stream().allMatch(scorer -> verdictKey(sample, scorer).isPresent());
    }

    /** The key of the verdict of a scorer on a sample's trace, if it was received. */
    public Optional<VerdictKey> verdictKey(int sample, String scorer) {
      Long offset = traces.get(sample);
      if (offset == null) {
        return Optional.empty();
      }
      return Stream.of(offset, VerdictKey.UNKNOWN_OFFSET)
          .map(traceOffset -> new VerdictKey(sample, scorer, traceOffset))
          .filter(verdictKeys::contains)
          .findFirst();
    }
  }

  /**
   * The group was emitted or dead-lettered; its later events change nothing.
   *
   * @param dueAt when this is forgotten
   */
  record Closed(Instant dueAt) implements GroupState {}
}
