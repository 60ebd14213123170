package io.headrace.cli.demo;

import io.headrace.curriculum.service.CurriculumService;
import io.headrace.pipeline.config.RunConfig;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.health.RunHealth;
import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.pipeline.snapshot.SnapshotLog;
import io.headrace.schemas.CurriculumSnapshot;
import io.headrace.schemas.HealthState;
import io.headrace.schemas.PhaseChanged;
import io.headrace.schemas.ProgressState;
import io.headrace.schemas.StepCompleted;
import io.headrace.schemas.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a run's events and computes its progress. It starts from the curriculum's newest snapshot
 * and reads the later events; without a snapshot it reads {@code control}, {@code steps} and {@code
 * outcomes} from the beginning. Owned by one thread.
 */
public final class RunWatcher implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RunWatcher.class);

  /** Topics that progress is computed from, besides {@code control}, which is read first. */
  private static final List<Topic> COUNTED = List.of(Topic.STEPS, Topic.OUTCOMES);

  /** Number of steps before the snapshot that are read for the newest metrics. */
  private static final long RECENT_STEPS = 16;

  /** Number of newest heartbeats that are read; those of some seconds at least. */
  private static final long HEARTBEATS = 1_000;

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private static final SnapshotLog.Parts<CurriculumSnapshot> SNAPSHOTS =
      new SnapshotLog.Parts<>(
          CurriculumService.NAME,
          CurriculumSnapshot.class,
          parts -> parts.reversed().stream().filter(part -> part.getProgress() != null).findFirst(),
          CurriculumSnapshot::getPositions);

  private final String run;
  private final Consumer<String, byte[]> consumer;
  private final EventCodec codec;
  private final RunHealth health = new RunHealth(Instant.now());
  private final Map<TopicPartition, Long> counted = new HashMap<>();
  private DemoProgress progress = DemoProgress.none();

  private RunWatcher(String run, Consumer<String, byte[]> consumer, EventCodec codec) {
    this.run = run;
    this.consumer = consumer;
    this.codec = codec;
  }

  /** Opens a watcher and restores the progress of the run. */
  public static RunWatcher open(KafkaClients kafka, RunConfig config) {
    RunWatcher watcher =
        new RunWatcher(config.run(), kafka.watcher(config.run() + ".watch"), kafka.codec());
    try {
      watcher.begin();
      return watcher;
    } catch (RuntimeException e) {
      watcher.close();
      throw e;
    }
  }

  private void begin() {
    new SnapshotLog<>(run, SNAPSHOTS, consumer, codec).newest().ifPresent(this::restore);
    List<TopicPartition> all = new ArrayList<>(List.of(partition(Topic.CONTROL)));
    consumer.assign(all);
    seekCounted(partition(Topic.CONTROL), 0);
    readToEnd(partition(Topic.CONTROL));
    long control = consumer.position(partition(Topic.CONTROL));
    Stream.of(COUNTED.stream(), beforeOutcomes(), Stream.of(Topic.HEARTBEATS, Topic.DEAD_LETTERS))
        .flatMap(topics -> topics)
        .map(this::partition)
        .forEach(all::add);
    consumer.assign(all);
    consumer.seek(partition(Topic.CONTROL), control);
    COUNTED.forEach(
        topic -> seekCounted(partition(topic), topic == Topic.STEPS ? RECENT_STEPS : 0));
    beforeOutcomes().forEach(topic -> seekCounted(partition(topic), 0));
    seekBack(partition(Topic.HEARTBEATS), HEARTBEATS);
    seekBack(partition(Topic.DEAD_LETTERS), 0);
  }

  private void restore(CurriculumSnapshot snapshot) {
    progress = DemoProgress.of(snapshot);
    ProgressState state = snapshot.getProgress();
    if (state != null) {
      HealthState.Builder known =
          HealthState.newBuilder().setProgressAt(Instant.now()).setPaused(state.getPaused());
      progress
          .position()
          .ifPresent(
              at -> {
                at.stageEvent(run).ifPresent(known::setStage);
                at.endEvent(run).map(PhaseChanged::getPhase).ifPresent(known::setPhase);
              });
      health.restore(known.build());
    }
    snapshot
        .getPositions()
        .forEach(at -> counted.put(SnapshotLog.partition(run, at), at.getNextOffset()));
  }

  /** {@code evals}, for logs of versions before 0.2, which have no {@code outcomes}. */
  private Stream<Topic> beforeOutcomes() {
    return end(partition(Topic.OUTCOMES)) == 0 ? Stream.of(Topic.EVALS) : Stream.empty();
  }

  private TopicPartition partition(Topic topic) {
    return new TopicPartition(topic.of(run), 0);
  }

  private long end(TopicPartition partition) {
    return consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
  }

  private void seekCounted(TopicPartition partition, long back) {
    consumer.seek(partition, Math.max(0, counted.getOrDefault(partition, 0L) - back));
  }

  private void seekBack(TopicPartition partition, long records) {
    consumer.seek(partition, Math.max(0, end(partition) - records));
  }

  /**
   * Reads stages and end states first, so that the evaluations that they name are kept when they
   * are read.
   */
  private void readToEnd(TopicPartition partition) {
    long end = end(partition);
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (consumer.position(partition) < end && System.nanoTime() - deadline < 0) {
      consumer.poll(POLL).forEach(this::apply);
    }
  }

  /** Applies the events of one poll and returns the progress. */
  public DemoProgress poll(Duration timeout) {
    for (ConsumerRecord<String, byte[]> record : consumer.poll(timeout)) {
      apply(record);
    }
    return progress;
  }

  /** Why the run makes no progress; empty while it does. */
  public Optional<String> standstill() {
    return health.stallReason(Instant.now());
  }

  private void apply(ConsumerRecord<String, byte[]> record) {
    try {
      SpecificRecord event = codec.decode(record.value());
      var at = new TopicPartition(record.topic(), record.partition());
      boolean isNew = record.offset() >= counted.getOrDefault(at, 0L);
      if (isNew) {
        progress = progress.apply(event);
        health.apply(event);
      } else if (event instanceof StepCompleted step) {
        progress = progress.show(step);
      }
    } catch (HeadraceException e) {
      LOG.warn("[{} offset={}] {}", record.topic(), record.offset(), e.getMessage());
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
