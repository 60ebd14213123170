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
 * The assembler's state of a group: which events were received, without their content. Its size
 * does not depend on the length of the traces.
 */
public sealed interface GroupState {

  /** When the state has to be decided again without a new event. */
  Instant dueAt();

  /**
   * An open group, which is not complete.
   *
   * @param openedAt when its first event was received
   * @param requirements what it needs, empty until its request is received
   * @param dueAt its deadline; before its request is received, when its events expire
   * @param traces offset of the first trace of each received sample, by sample number
   * @param verdictKeys the received verdicts
   * @param abandonment the abandoned work
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

    /** A group without abandoned work. */
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

    /** Whether all traces and verdicts were received, except those that were abandoned. */
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
   * A group that was emitted or expired; its later events are ignored.
   *
   * @param dueAt when this state is deleted
   */
  record Closed(Instant dueAt) implements GroupState {}
}
