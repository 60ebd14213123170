package io.headrace.pipeline.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The suspects that one consumer holds. The attempt of each is written before its work starts;
 * those to be isolated wait until they are first in the process's queue. Owned by the consumer's
 * thread.
 */
public final class Suspects {

  private final Redeliveries shared;
  private final List<Suspect> undecided = new ArrayList<>();
  private final Deque<Suspect> waiting = new ArrayDeque<>();
  private @Nullable Suspect isolated;

  /** Creates an empty collection. */
  public Suspects(Redeliveries shared) {
    this.shared = shared;
  }

  /** Adds a suspect; the next call of {@link #decide} decides its treatment. */
  public void add(Suspect suspect) {
    undecided.add(suspect);
  }

  /**
   * Applies the treatment of each new suspect. Those that need no isolation are started after their
   * attempts were written in one batch.
   *
   * @throws RuntimeException if the broker fails or an attempt is not stored; call {@link #clear}
   */
  public void decide() {
    if (undecided.isEmpty()) {
      return;
    }
    Map<RecordPosition, Integer> written = shared.log().written(positions(undecided));
    List<Suspect> atOnce = new ArrayList<>();
    for (Suspect suspect : undecided) {
      int attempts = written.getOrDefault(suspect.position(), 0);
      AttemptRule.Treatment treatment = shared.rule().treat(suspect.delivery(), attempts);
      switch (treatment) {
        case AT_ONCE -> atOnce.add(suspect);
        case ISOLATED -> isolate(suspect);
        case TOO_MANY_ATTEMPTS, TOO_MANY_DELIVERIES ->
            suspect.sendToDeadLetters(treatment, AttemptRule.totalAttempts(attempts));
      }
    }
    undecided.clear();
    if (!atOnce.isEmpty()) {
      begin(atOnce);
    }
  }

  private void isolate(Suspect suspect) {
    waiting.add(suspect);
    shared.isolation().enter(suspect);
  }

  private void begin(List<Suspect> suspects) {
    shared.log().begin(positions(suspects));
    suspects.forEach(Suspect::begin);
  }

  private static List<RecordPosition> positions(List<Suspect> suspects) {
    return suspects.stream().map(Suspect::position).toList();
  }

  /**
   * Starts the work of the next waiting suspect if it is first in the process's queue.
   *
   * @throws RuntimeException as {@link #decide}
   */
  public void beginNext() {
    waiting.removeIf(this::leaveIfOver);
    Suspect next = waiting.peek();
    if (isolated == null && next != null && shared.isolation().isFirst(next)) {
      waiting.remove();
      isolated = next;
      begin(List.of(next));
    }
  }

  private boolean leaveIfOver(Suspect suspect) {
    if (suspect.isOver()) {
      shared.isolation().leave(suspect);
    }
    return suspect.isOver();
  }

  /**
   * Whether the isolated work has ended. Call {@link #endIsolated} once the broker has its
   * acknowledgement, so that a later crash is not attributed to it.
   */
  public boolean isIsolatedOver() {
    return isolated != null && isolated.isOver();
  }

  /** Ends the isolation, so that the next suspect of the process can start. */
  public void endIsolated() {
    if (isolated != null) {
      shared.isolation().leave(isolated);
      isolated = null;
    }
  }

  /** Removes all suspects, since the consumer holds no record any more. */
  public void clear() {
    undecided.clear();
    endIsolated();
    waiting.forEach(shared.isolation()::leave);
    waiting.clear();
  }
}
