package io.headrace.verifier.group;

import io.headrace.verifier.scoring.GroupMember;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * The groups of which a trace was read and not all verdicts are in the log, in the order of their
 * first traces. A partition is done up to the first trace of its oldest open group, so a group is
 * read again as a whole or not at all. Not thread-safe.
 */
public final class OpenGroups {

  private static final int REMEMBERED = 10_000;

  private final GroupLimits limits;
  private final Map<String, OpenGroup> groups = new LinkedHashMap<>();

  /** The newest groups whose verdicts are all in the log. */
  private final Map<String, Boolean> done =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** No groups. */
  public OpenGroups(GroupLimits limits) {
    this.limits = limits;
  }

  /**
   * Adds a trace that was read.
   *
   * @param offset in the partition, above those read before
   * @return whether it is gathered with its group; else the group is complete or ended
   */
  public boolean add(int partition, long offset, GroupMember member, Instant now) {
    return groups
        .computeIfAbsent(
            member.groupId(), id -> new OpenGroup(partition, offset, !done.containsKey(id)))
        .add(member, now);
  }

  /** The verdict of a trace of the group is in the log. */
  public void confirm(String groupId) {
    OpenGroup group = groups.get(groupId);
    if (group != null && group.confirm()) {
      groups.remove(groupId);
      done.put(groupId, true);
    }
  }

  /** The first offset of the oldest open group of a partition; empty when it has none. */
  public OptionalLong firstOffset(int partition) {
    return groups.values().stream()
        .filter(group -> group.partition() == partition)
        .mapToLong(OpenGroup::firstOffset)
        .min();
  }

  /**
   * Ends the incomplete groups whose next trace did not come in time.
   *
   * @param isReadToEnd whether a partition is read to its end
   * @return their ids
   */
  public List<String> endOverdue(Instant now, IntPredicate isReadToEnd) {
    Instant latest = now.minus(limits.timeout());
    return end(group -> !group.newest().isAfter(latest) && isReadToEnd.test(group.partition()));
  }

  /**
   * Ends the oldest incomplete groups while incomplete groups have more traces or characters than
   * allowed.
   *
   * @return their ids
   */
  public List<String> endExcess() {
    return end(_ -> exceeds(1, OpenGroup::isGathering));
  }

  private List<String> end(Predicate<OpenGroup> condition) {
    List<String> ended = new ArrayList<>();
    groups.forEach(
        (id, group) -> {
          if (group.isGathering() && condition.test(group)) {
            group.end();
            ended.add(id);
          }
        });
    return ended;
  }

  /** Whether no further trace should be read until verdicts are in the log. */
  public boolean isFull() {
    return exceeds(2, _ -> true);
  }

  /** Whether a group that is complete or ended waits for its verdicts. */
  public boolean isVerdictAwaited() {
    return groups.values().stream().anyMatch(group -> !group.isGathering());
  }

  private boolean exceeds(int times, Predicate<OpenGroup> which) {
    long traces = 0;
    long characters = 0;
    for (OpenGroup group : groups.values()) {
      if (which.test(group)) {
        traces += group.unconfirmed();
        characters += group.characters();
      }
    }
    return traces > (long) times * limits.traces() || characters > times * limits.characters();
  }

  /** Forgets everything, since traces are read again. */
  public void clear() {
    groups.clear();
    done.clear();
  }
}
