package io.headrace.pipeline.queue;

import io.headrace.pipeline.service.ServiceThread;

/** A member of a queue with a thread of its own. All of it is called on that thread. */
public interface QueueConsumer extends ServiceThread.Loop {

  /** Whether it holds records whose work has not ended. */
  boolean holdsRecords();
}
