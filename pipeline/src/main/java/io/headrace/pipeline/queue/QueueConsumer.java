package io.headrace.pipeline.queue;

import io.headrace.pipeline.service.ServiceThread;

/** A member of a share group with its own thread, which calls all of its methods. */
public interface QueueConsumer extends ServiceThread.Loop {

  /** Whether it holds records whose work has not ended. */
  boolean holdsRecords();
}
