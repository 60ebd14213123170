package io.headrace.verifier.scoring;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Gathers the members of groups until each group is complete. Holds a bounded number of members:
 * when there are more, the oldest group is removed incomplete. Pure; not safe for use from several
 * threads.
 *
 * @param <T> a member
 */
final class GroupGatherer<T> {

  /**
   * A group that was removed.
   *
   * @param members in the order of their samples
   * @param isComplete whether every sample has a member
   */
  record Gathered<T>(List<T> members, int samples, boolean isComplete) {}

  private record Open<T>(int samples, SortedMap<Integer, T> members) {}

  private final int maxMembers;
  private final LinkedHashMap<String, Open<T>> groups = new LinkedHashMap<>();
  private int members;

  /**
   * A gatherer without groups.
   *
   * @param maxMembers members held at most; a group with more never becomes complete
   */
  GroupGatherer(int maxMembers) {
    this.maxMembers = maxMembers;
  }

  /**
   * Adds a member.
   *
   * @param samples of the group
   * @return whether it was added: the first member of a sample is kept
   */
  boolean add(String groupId, int samples, int sample, T member) {
    Open<T> group = groups.computeIfAbsent(groupId, _ -> new Open<>(samples, new TreeMap<>()));
    boolean isFirst = group.members().putIfAbsent(sample, member) == null;
    members += isFirst ? 1 : 0;
    return isFirst;
  }

  /**
   * Removes the group if it is complete, else the oldest group while there are too many members;
   * called after {@link #add} until it returns empty.
   */
  Optional<Gathered<T>> next(String added) {
    Open<T> group = groups.get(added);
    if (group != null && group.members().size() == group.samples()) {
      return end(added);
    }
    return members > maxMembers ? end(groups.firstEntry().getKey()) : Optional.empty();
  }

  /** Removes a group, complete or not; empty when it has no members. */
  Optional<Gathered<T>> end(String groupId) {
    Open<T> group = groups.remove(groupId);
    if (group == null) {
      return Optional.empty();
    }
    members -= group.members().size();
    List<T> gathered = List.copyOf(group.members().values());
    return Optional.of(
        new Gathered<>(gathered, group.samples(), gathered.size() == group.samples()));
  }

  /** Removes a member that is no longer to be scored. */
  void remove(String groupId, int sample, T member) {
    Open<T> group = groups.get(groupId);
    if (group != null && group.members().remove(sample, member)) {
      members--;
      if (group.members().isEmpty()) {
        groups.remove(groupId);
      }
    }
  }
}
