package io.headrace.pipeline.queue;

import java.util.Optional;
import org.apache.kafka.clients.consumer.AcknowledgeType;

/** The work of a leased record. Called on the thread that holds the record. */
public interface LeasedWork {

  /** How to acknowledge the record; empty while the work is in progress. */
  Optional<AcknowledgeType> end();

  /** Cancels the work, since this member no longer holds the record. */
  void abandon();
}
