package io.headrace.reward.streams;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** When each open group of a partition was opened, oldest first. For one thread. */
final class OpenGroupAges {

  private final Map<String, Instant> openedAt = new LinkedHashMap<>();

  void add(String groupId, Instant at) {
    openedAt.putIfAbsent(groupId, at);
  }

  void remove(String groupId) {
    openedAt.remove(groupId);
  }

  int count() {
    return openedAt.size();
  }

  Optional<Instant> oldest() {
    return openedAt.values().stream().findFirst();
  }
}
