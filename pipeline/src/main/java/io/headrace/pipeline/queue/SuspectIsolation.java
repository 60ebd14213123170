package io.headrace.pipeline.queue;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A first-in, first-out queue of the suspects of a process, of which only the first may be
 * processed. Safe for all threads.
 */
final class SuspectIsolation {

  private final Queue<Suspect> queue = new ConcurrentLinkedQueue<>();

  /** Adds a suspect at the end of the queue. */
  void enter(Suspect suspect) {
    queue.add(suspect);
  }

  /** Whether a suspect is the first in the queue; it stays so until it leaves. */
  boolean isFirst(Suspect suspect) {
    return suspect.equals(queue.peek());
  }

  /** Removes a suspect from the queue. */
  void leave(Suspect suspect) {
    queue.remove(suspect);
  }
}
