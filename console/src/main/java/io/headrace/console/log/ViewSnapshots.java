package io.headrace.console.log;

import io.headrace.console.LiveRun;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.kafka.EventProducer;
import io.headrace.pipeline.service.ServiceContext;
import io.headrace.pipeline.snapshot.SnapshotLog;
import io.headrace.pipeline.snapshot.SnapshotSchedule;
import io.headrace.schemas.ConsoleSnapshot;
import io.headrace.schemas.Heartbeat;
import io.headrace.schemas.ReadPosition;
import io.headrace.schemas.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The read model's snapshots on the log: restores the newest, and writes one when it is due and at
 * a clean shutdown. A failed write is logged and not repeated, since the next snapshot includes its
 * content. For one thread.
 */
final class ViewSnapshots implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ViewSnapshots.class);
  private static final String SERVICE = "console";
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final SnapshotSchedule.Pace PACE =
      new SnapshotSchedule.Pace(20_000, Duration.ofSeconds(15), Duration.ofSeconds(60));
  private static final SnapshotLog.Parts<ConsoleSnapshot> PARTS =
      new SnapshotLog.Parts<>(
          SERVICE,
          ConsoleSnapshot.class,
          found -> found.isEmpty() ? Optional.empty() : Optional.of(found.getLast()),
          ConsoleSnapshot::getPositions);

  private final ServiceContext context;
  private final LiveRun live;
  private final SnapshotLog<ConsoleSnapshot> log;
  private final SnapshotSchedule schedule;
  private final EventProducer producer;
  private boolean restored;
  private volatile boolean undelivered;
  private long next = 1;

  ViewSnapshots(ServiceContext context, LiveRun live, Consumer<String, byte[]> consumer) {
    this.context = context;
    this.live = live;
    this.log = new SnapshotLog<>(context.run(), PARTS, consumer, context.kafka().codec());
    this.schedule = new SnapshotSchedule(PACE, context.clock().instant());
    this.producer = context.kafka().producer();
  }

  /** Restores the newest snapshot; returns its next offset by partition, empty without one. */
  Map<TopicPartition, Long> restore() {
    Map<TopicPartition, Long> contained = new HashMap<>();
    log.newest()
        .filter(this::tryRestore)
        .ifPresent(snapshot -> contained.putAll(positions(snapshot)));
    restored = !contained.isEmpty();
    return contained;
  }

  private boolean tryRestore(ConsoleSnapshot snapshot) {
    next = snapshot.getNumber() + 1;
    try {
      live.restore(snapshot);
      return true;
    } catch (RuntimeException inconsistent) {
      LOG.warn(
          "[run={}] snapshot {} of the console can't be used ({}); the whole log is read instead",
          context.run(),
          snapshot.getNumber(),
          inconsistent.getMessage());
      return false;
    }
  }

  private Map<TopicPartition, Long> positions(ConsoleSnapshot snapshot) {
    Map<TopicPartition, Long> contained = new HashMap<>();
    for (ReadPosition at : snapshot.getPositions()) {
      contained.put(SnapshotLog.partition(context.run(), at), at.getNextOffset());
    }
    return contained;
  }

  /** Logs how the model caught up with the log: from a snapshot or by reading all records. */
  void caughtUp(long records) {
    if (restored) {
      LOG.info("[run={}] restored the console's snapshot {}", context.run(), next - 1);
    } else {
      log.warnOfFullReplay(records);
    }
  }

  /** Counts an applied event; heartbeats make no snapshot due. */
  void applied(SpecificRecord event) {
    if (!(event instanceof Heartbeat)) {
      schedule.applied();
    }
  }

  /** Writes a snapshot if one is due. */
  void writeIfDue(Supplier<List<ReadPosition>> positions) {
    if (!schedule.isDue(context.clock().instant())) {
      return;
    }
    Instant began = context.clock().instant();
    producer.send(
        snapshot(positions),
        (_, problem) -> {
          if (problem != null) {
            LOG.warn(
                "[run={}] a snapshot of the console was not written: {}",
                context.run(),
                problem.getMessage());
            undelivered = true;
          }
        });
    Instant now = context.clock().instant();
    schedule.written(now, Duration.between(began, now));
  }

  /** Writes a final snapshot if events were applied since the last one. */
  void writeLast(Supplier<List<ReadPosition>> positions) {
    if (!schedule.isBehind() && !undelivered) {
      return;
    }
    try {
      producer.sendAndWait(snapshot(positions), LIMIT);
    } catch (HeadraceException | KafkaException e) {
      LOG.warn(
          "[run={}] no snapshot of the console was written at its end: {}",
          context.run(),
          e.getMessage());
    }
  }

  private ProducerRecord<String, SpecificRecord> snapshot(Supplier<List<ReadPosition>> positions) {
    ConsoleSnapshot snapshot = live.save(next, positions.get());
    next++;
    return new ProducerRecord<>(Topic.SNAPSHOTS.of(context.run()), SERVICE + "/0", snapshot);
  }

  @Override
  public void close() {
    producer.close(LIMIT);
  }
}
