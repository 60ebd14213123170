package io.headrace.cli.demo;

import io.headrace.pipeline.config.RunConfig;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.health.RunHealth;
import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.schemas.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a run's events from the beginning and keeps its progress. Owned by one thread. */
public final class RunWatcher implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RunWatcher.class);

  /** Topics that progress is folded from. */
  private static final List<Topic> WHOLE =
      List.of(Topic.CONTROL, Topic.STEPS, Topic.EVALS, Topic.HEARTBEATS);

  /** Topics that only say why nothing moves now. */
  private static final List<Topic> FROM_NOW = List.of(Topic.OUTCOMES, Topic.DEAD_LETTERS);

  private final Consumer<String, byte[]> consumer;
  private final EventCodec codec;
  private final RunHealth health = new RunHealth(Instant.now());
  private Progress progress = Progress.none();

  private RunWatcher(Consumer<String, byte[]> consumer, EventCodec codec) {
    this.consumer = consumer;
    this.codec = codec;
  }

  /** Opens a watcher at the beginning of the run. */
  public static RunWatcher open(KafkaClients kafka, RunConfig config) {
    Consumer<String, byte[]> consumer = kafka.watcher(config.run() + ".watch");
    List<TopicPartition> partitions =
        Stream.concat(WHOLE.stream(), FROM_NOW.stream())
            .map(topic -> new TopicPartition(topic.of(config.run()), 0))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions.subList(0, WHOLE.size()));
    consumer.seekToEnd(partitions.subList(WHOLE.size(), partitions.size()));
    return new RunWatcher(consumer, kafka.codec());
  }

  /** The progress after the events that came within the timeout. */
  public Progress poll(Duration timeout) {
    for (ConsumerRecord<String, byte[]> record : consumer.poll(timeout)) {
      apply(record);
    }
    return progress;
  }

  /** Why the run makes no progress; empty while it does. */
  public Optional<String> standstill() {
    return health.standstill(Instant.now());
  }

  private void apply(ConsumerRecord<String, byte[]> record) {
    try {
      SpecificRecord event = codec.decode(record.value());
      progress = progress.apply(event);
      health.apply(event);
    } catch (HeadraceException e) {
      LOG.warn("[{} offset={}] {}", record.topic(), record.offset(), e.getMessage());
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
