package io.headrace.pipeline.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The suspects that one consumer holds. Each has its attempt written before its work starts; those
 * that have to be isolated wait for their turn. Owned by the consumer's thread.
 */
public final class Suspects {

  private final Redeliveries shared;
  private final List<Suspect> undecided = new ArrayList<>();
  private final Deque<Suspect> waiting = new ArrayDeque<>();
  private @Nullable Suspect isolated;

  /** No suspects. */
  public Suspects(Redeliveries shared) {
    this.shared = shared;
  }

  /** Takes one on, about which the next {@link #decide} decides. */
  public void add(Suspect suspect) {
    undecided.add(suspect);
  }

  /**
   * Gives each new suspect its treatment: those that can be worked on at once are, their attempts
   * written together.
   *
   * @throws RuntimeException if the broker fails or an attempt is not stored; call {@link #clear}
   */
  public void decide() {
    if (undecided.isEmpty()) {
      return;
    }
    Map<RecordPosition, Integer> written = shared.log().written(places(undecided));
    List<Suspect> atOnce = new ArrayList<>();
    for (Suspect suspect : undecided) {
      int attempts = written.getOrDefault(suspect.place(), 0);
      AttemptRule.Treatment treatment = shared.rule().treat(suspect.delivery(), attempts);
      switch (treatment) {
        case AT_ONCE -> atOnce.add(suspect);
        case ISOLATED -> isolate(suspect);
        case TOO_MANY_ATTEMPTS, TOO_MANY_DELIVERIES ->
            suspect.giveUp(treatment, AttemptRule.begun(attempts));
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
    shared.log().begin(places(suspects));
    suspects.forEach(Suspect::begin);
  }

  private static List<RecordPosition> places(List<Suspect> suspects) {
    return suspects.stream().map(Suspect::place).toList();
  }

  /**
   * Starts the work of the next that waits, when it is its turn in the process.
   *
   * @throws RuntimeException as {@link #decide}
   */
  public void beginNext() {
    waiting.removeIf(this::leavesWhenOver);
    Suspect next = waiting.peek();
    if (isolated == null && next != null && shared.isolation().isTurnOf(next)) {
      waiting.remove();
      isolated = next;
      begin(List.of(next));
    }
  }

  private boolean leavesWhenOver(Suspect suspect) {
    if (suspect.isOver()) {
      shared.isolation().leave(suspect);
    }
    return suspect.isOver();
  }

  /**
   * Whether the isolated work has ended. When the broker has its acknowledgement, {@link
   * #endIsolated} is to be called: what ends the process later is not to count against it.
   */
  public boolean isIsolatedOver() {
    return isolated != null && isolated.isOver();
  }

  /** Lets the next suspect of the process have its turn. */
  public void endIsolated() {
    if (isolated != null) {
      shared.isolation().leave(isolated);
      isolated = null;
    }
  }

  /** Forgets all of them: the consumer holds no record any more. */
  public void clear() {
    undecided.clear();
    endIsolated();
    waiting.forEach(shared.isolation()::leave);
    waiting.clear();
  }
}
