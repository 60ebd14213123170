package io.headrace.curriculum.service;

import io.headrace.curriculum.controller.RunEvent;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.event.EventCodec;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Converts scored groups to outcomes, for a log whose first groups were written by a version
 * without the topic {@code outcomes}. If the first group has an outcome, all have one and none is
 * converted. For one thread.
 */
final class LegacyOutcomes {

  private static final Logger LOG = LoggerFactory.getLogger(LegacyOutcomes.class);

  private final Set<String> assembled;
  private boolean needed = true;
  private boolean first = true;

  /**
   * @param assembled the groups whose outcomes were read
   */
  LegacyOutcomes(Set<String> assembled) {
    this.assembled = assembled;
  }

  /** Whether the log may hold a group without its outcome. */
  boolean isNeeded() {
    return needed;
  }

  /** The event of a record that replaces a missing outcome. */
  Optional<RunEvent> event(ConsumerRecord<String, byte[]> record, EventCodec codec) {
    RunEvent event;
    try {
      event = LogEvents.read(codec.decode(RunLogReader.bytes(record)));
    } catch (HeadraceException e) {
      LOG.warn("[{} offset={}] skipped: {}", record.topic(), record.offset(), e.getMessage());
      return Optional.empty();
    }
    if (event instanceof RunEvent.GroupAssembled(var group)) {
      boolean known = assembled.contains(group.getGroupId());
      needed &= !(first && known);
      first = false;
      return known ? Optional.empty() : Optional.of(event);
    }
    return event instanceof RunEvent.Evaluated ? Optional.of(event) : Optional.empty();
  }
}
