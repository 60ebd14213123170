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
 * What the assembler remembers of a group: which events came, not what was in them. So an event of
 * a group costs a few bytes of state, however long the traces are.
 */
public sealed interface GroupState {

  /** When the passing of time next changes the group. */
  Instant dueAt();

  /**
   * The group is gathering its events.
   *
   * @param openedAt when its first event came
   * @param demand what it needs, empty until its request came
   * @param dueAt its deadline, or when it is given up for want of a request
   * @param traces offset of the first trace of each sample that came, by sample number
   * @param verdictKeys the verdicts that came
   * @param abandonment what is not waited for any more
   */
  record Open(
      Instant openedAt,
      Optional<GroupRequirements> demand,
      Instant dueAt,
      Map<Integer, Long> traces,
      Set<VerdictKey> verdictKeys,
      Abandonment abandonment)
      implements GroupState {

    /** Copies what came. */
    public Open {
      traces = Map.copyOf(traces);
      verdictKeys = Set.copyOf(verdictKeys);
    }

    /** A group that is worked on. */
    public Open(
        Instant openedAt,
        Optional<GroupRequirements> demand,
        Instant dueAt,
        Map<Integer, Long> traces,
        Set<VerdictKey> verdictKeys) {
      this(openedAt, demand, dueAt, traces, verdictKeys, Abandonment.NONE);
    }

    /** A group of which nothing came yet. */
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
      return new Open(openedAt, demand, dueAt, more, verdictKeys, abandonment);
    }

    Open with(VerdictKey verdictKey) {
      Set<VerdictKey> more = new HashSet<>(verdictKeys);
      more.add(verdictKey);
      return new Open(openedAt, demand, dueAt, traces, more, abandonment);
    }

    Open with(Abandonment more) {
      return new Open(openedAt, demand, dueAt, traces, verdictKeys, more);
    }

    /**
     * Whether every sample that still comes is there and judged by every scorer that still does.
     */
    boolean isComplete() {
      return demand.filter(this::meets).isPresent();
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

    /** The verdictKey of a sample's trace by a scorer, if it came. */
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
   * The group was emitted or given up; what still comes of it changes nothing.
   *
   * @param dueAt when this is forgotten
   */
  record Closed(Instant dueAt) implements GroupState {}
}
