package io.headrace.pipeline.queue;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Lets one suspect of a process be worked on at a time, in the order in which they came. Safe for
 * all threads.
 */
final class SuspectIsolation {

  private final Queue<Suspect> line = new ConcurrentLinkedQueue<>();

  /** Puts a suspect at the end of the line. */
  void enter(Suspect suspect) {
    line.add(suspect);
  }

  /** Whether it is a suspect's turn, which lasts until it leaves. */
  boolean isTurnOf(Suspect suspect) {
    return suspect.equals(line.peek());
  }

  /** Ends a suspect's turn, or its wait for one. */
  void leave(Suspect suspect) {
    line.remove(suspect);
  }
}
