package io.headrace.benchmarks;

import io.headrace.benchmarks.EventLoad.Encoded;
import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.schemas.topics.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Sends records on one thread while the caller's thread reads an output topic. Owned by one thread.
 */
final class RecordFlow implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(20);

  private final KafkaProducer<String, byte[]> producer;
  private final KafkaConsumer<String, byte[]> consumer;
  private final String output;

  private RecordFlow(
      KafkaProducer<String, byte[]> producer,
      KafkaConsumer<String, byte[]> consumer,
      String output) {
    this.producer = producer;
    this.consumer = consumer;
    this.output = output;
  }

  /**
   * Opens a flow that reads the topic {@code output} from its end.
   *
   * @param partitions number of the topic's partitions
   */
  static RecordFlow open(KafkaClients kafka, String output, int partitions) {
    KafkaConsumer<String, byte[]> consumer = kafka.consumer(output + "-benchmark");
    List<TopicPartition> all =
        IntStream.range(0, partitions).mapToObj(i -> new TopicPartition(output, i)).toList();
    consumer.assign(all);
    consumer.seekToEnd(all);
    all.forEach(consumer::position);
    return new RecordFlow(producer(kafka), consumer, output);
  }

  /** A producer with the settings of {@link KafkaClients#producer()}, for encoded events. */
  private static KafkaProducer<String, byte[]> producer(KafkaClients kafka) {
    Map<String, Object> config = new HashMap<>(kafka.properties());
    config.put("bootstrap.servers", kafka.bootstrapServers());
    config.put("acks", "all");
    config.put("linger.ms", 2);
    config.put("batch.size", 256 << 10);
    config.put("compression.type", "lz4");
    config.put("buffer.memory", 128L << 20);
    return new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
  }

  /**
   * Sends all events and waits for the expected number of records.
   *
   * @param topic maps an event's topic in the catalogue to the topic's full name
   * @param expected number of output records
   * @return seconds from the first record sent to the last one read
   */
  double seconds(List<Encoded> events, Function<Topic, String> topic, int expected) {
    long begin = System.nanoTime();
    AtomicReference<Exception> failure = new AtomicReference<>();
    Thread sender = Thread.ofPlatform().name("sender").start(() -> send(events, topic, failure));
    receive(expected, begin + LIMIT.toNanos(), failure);
    double seconds = (System.nanoTime() - begin) / 1e9;
    join(sender);
    return seconds;
  }

  private void send(
      List<Encoded> events, Function<Topic, String> topic, AtomicReference<Exception> failure) {
    try {
      for (Encoded event : events) {
        var record = new ProducerRecord<>(topic.apply(event.topic()), event.key(), event.value());
        var _ =
            producer.send(
                record,
                (_, problem) -> {
                  if (problem != null) {
                    failure.compareAndSet(null, problem);
                  }
                });
      }
      producer.flush();
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
    }
  }

  private void receive(int expected, long deadline, AtomicReference<Exception> failure) {
    int received = 0;
    while (received < expected) {
      Exception problem = failure.get();
      if (problem != null) {
        throw new HeadraceException(
            ErrorCode.UNREACHABLE_BROKER, "[bench] sending failed: " + problem, problem);
      }
      if (System.nanoTime() - deadline > 0) {
        throw new HeadraceException(
            ErrorCode.TIMED_OUT,
            "[bench] %d of %d records were read from %s within %s; look at the service's log"
                .formatted(received, expected, output, LIMIT));
      }
      received += consumer.poll(POLL).count();
    }
  }

  private static void join(Thread sender) {
    try {
      sender.join(LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HeadraceException(ErrorCode.TIMED_OUT, "[bench] interrupted", e);
    }
  }

  @Override
  public void close() {
    try (consumer) {
      producer.close(Duration.ofSeconds(5));
    }
  }
}
