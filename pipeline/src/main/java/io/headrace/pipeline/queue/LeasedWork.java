package io.headrace.pipeline.queue;

import java.util.Optional;
import org.apache.kafka.clients.consumer.AcknowledgeType;

/** The work that a leased record stands for. Called on the thread that holds the record. */
public interface LeasedWork {

  /** How its record is to be acknowledged; empty while the work goes on. */
  Optional<AcknowledgeType> end();

  /** The record is no longer held here; what is left of the work is of no use. */
  void abandon();
}
