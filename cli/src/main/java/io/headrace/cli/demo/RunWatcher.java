package io.headrace.cli.demo;

import io.headrace.pipeline.config.RunConfig;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.schemas.topics.Topic;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a run's events from the beginning and keeps its progress. Owned by one thread. */
public final class RunWatcher implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RunWatcher.class);

  private final Consumer<String, byte[]> consumer;
  private final EventCodec codec;
  private Progress progress = Progress.none();

  private RunWatcher(Consumer<String, byte[]> consumer, EventCodec codec) {
    this.consumer = consumer;
    this.codec = codec;
  }

  /** Opens a watcher at the beginning of the run. */
  public static RunWatcher open(KafkaClients kafka, RunConfig config) {
    Consumer<String, byte[]> consumer = kafka.consumer(config.run() + ".watch");
    List<TopicPartition> partitions =
        Stream.of(Topic.CONTROL, Topic.STEPS, Topic.EVALS, Topic.HEARTBEATS)
            .map(topic -> new TopicPartition(topic.of(config.run()), 0))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return new RunWatcher(consumer, kafka.codec());
  }

  /** The progress after the events that came within the timeout. */
  public Progress poll(Duration timeout) {
    for (ConsumerRecord<String, byte[]> record : consumer.poll(timeout)) {
      apply(record);
    }
    return progress;
  }

  private void apply(ConsumerRecord<String, byte[]> record) {
    try {
      progress = progress.apply(codec.decode(record.value()));
    } catch (HeadraceException e) {
      LOG.warn("[{} offset={}] {}", record.topic(), record.offset(), e.getMessage());
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
