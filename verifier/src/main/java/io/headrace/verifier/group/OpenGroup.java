package io.headrace.verifier.group;

import io.headrace.verifier.scoring.GroupMember;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** A group with a trace whose verdict is not in the log. */
final class OpenGroup {

  private final int partition;
  private final long firstOffset;
  private final Set<Integer> samples = new HashSet<>();
  private boolean gathering;
  private int unconfirmed;
  private long characters;
  private Instant newest = Instant.EPOCH;

  /**
   * A group without traces.
   *
   * @param gathering whether its traces are gathered; else each is too late
   */
  OpenGroup(int partition, long firstOffset, boolean gathering) {
    this.partition = partition;
    this.firstOffset = firstOffset;
    this.gathering = gathering;
  }

  /** Adds a trace; returns whether it is gathered with its group. */
  boolean add(GroupMember member, Instant now) {
    unconfirmed++;
    if (!gathering) {
      return false;
    }
    newest = now;
    if (samples.add(member.sample())) {
      characters += member.input().response().length();
    }
    gathering = samples.size() < member.samples();
    return true;
  }

  /** Gathers no further trace. */
  void end() {
    gathering = false;
  }

  /** A verdict is in the log; returns whether those of all traces are. */
  boolean confirm() {
    unconfirmed--;
    return unconfirmed == 0;
  }

  boolean isGathering() {
    return gathering;
  }

  int partition() {
    return partition;
  }

  long firstOffset() {
    return firstOffset;
  }

  int unconfirmed() {
    return unconfirmed;
  }

  long characters() {
    return characters;
  }

  /** When its newest trace was read. */
  Instant newest() {
    return newest;
  }
}
