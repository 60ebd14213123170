package io.headrace.verifier.service;

import io.headrace.pipeline.queue.QueueConsumer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A consumer that joins the share group while another consumer waits for a slow trace, and leaves a
 * minute after the last wait. A member fetches nothing new while it holds a trace, so others have
 * to; but each polling member is work for the broker.
 */
final class StandbyConsumer implements QueueConsumer {

  private static final Duration SLOW = Duration.ofSeconds(1);
  private static final Duration STAY = Duration.ofMinutes(1);
  private static final long PAUSE_NANOS = Duration.ofMillis(200).toNanos();

  private final TraceConsumer consumer;
  private final List<TraceConsumer> regular;
  private final Clock clock;
  private boolean joined;
  private Instant needed = Instant.EPOCH;

  /**
   * A consumer that has not joined.
   *
   * @param regular the consumers that it joins when they wait
   */
  StandbyConsumer(TraceConsumer consumer, List<TraceConsumer> regular, Clock clock) {
    this.consumer = consumer;
    this.regular = List.copyOf(regular);
    this.clock = clock;
  }

  @Override
  public void open() {
    // It joins when it is needed.
  }

  @Override
  public void runOnce() {
    Instant now = clock.instant();
    if (regular.stream().anyMatch(each -> each.holdsSince(now.minus(SLOW)))) {
      needed = now;
    }
    boolean stays = now.isBefore(needed.plus(STAY)) || consumer.holdsRecords();
    if (stays && !joined) {
      consumer.open();
    } else if (!stays && joined) {
      consumer.drain();
    }
    joined = stays;
    if (joined) {
      consumer.runOnce();
    } else {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  @Override
  public void recover() {
    if (joined) {
      consumer.recover();
    }
  }

  @Override
  public boolean holdsRecords() {
    return consumer.holdsRecords();
  }

  @Override
  public void drain() {
    consumer.drain();
  }
}
