package io.headrace.pipeline.queue;

import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.kafka.Delivery;
import io.headrace.pipeline.kafka.EventProducer;
import io.headrace.pipeline.service.ServiceContext;
import io.headrace.schemas.AttemptStarted;
import io.headrace.schemas.topics.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records a service's attempts to process records of one topic on the run's {@code attempts} topic.
 * The broker's delivery count is how often a record was acquired; the attempt count is how often
 * its processing was about to start. The difference separates a record that a process only held
 * when it died from one that may have crashed it.
 *
 * <p>The first call of {@link #written} opens the consumer; each later call reads the attempts
 * written since the last one. Safe for all threads; does not own the producer.
 */
public final class AttemptLog implements Attempts {

  private static final Logger LOG = LoggerFactory.getLogger(AttemptLog.class);
  private static final Duration POLL = Duration.ofMillis(100);

  /** Maximum wait for the next records, and for the answer to a call. */
  private static final Duration STALLED = Duration.ofSeconds(15);

  private static final Duration SEND_LIMIT = Duration.ofSeconds(70);
  private static final int MAX_COUNTED_RECORDS = 100_000;

  private final ServiceContext context;
  private final String service;
  private final String origin;
  private final String keyPrefix;
  private final EventProducer producer;
  private final TopicPartition attempts;
  private final AttemptCounts counts = new AttemptCounts(MAX_COUNTED_RECORDS);
  private @Nullable Consumer<String, byte[]> consumer;

  /**
   * Creates a log; nothing is read yet.
   *
   * @param service name of the service in the events
   * @param origin the topic whose records are processed
   * @param producer writes the attempts
   */
  public AttemptLog(ServiceContext context, String service, String origin, EventProducer producer) {
    this(context, service, origin, origin + "/", producer);
  }

  private AttemptLog(
      ServiceContext context,
      String service,
      String origin,
      String keyPrefix,
      EventProducer producer) {
    this.context = context;
    this.service = service;
    this.origin = origin;
    this.keyPrefix = keyPrefix;
    this.producer = producer;
    this.attempts = new TopicPartition(Topic.ATTEMPTS.of(context.run()), 0);
  }

  /**
   * The attempts of a service that has several queues on the topic of origin; each counts its own.
   *
   * @param queue its name
   */
  public static AttemptLog ofQueue(
      ServiceContext context, String service, String origin, String queue, EventProducer producer) {
    return new AttemptLog(context, service, origin, origin + "@" + queue + "/", producer);
  }

  /**
   * Reads the attempts written since the last call; throws Kafka's exception if the broker fails.
   */
  @Override
  public synchronized Map<RecordPosition, Integer> written(Collection<RecordPosition> positions) {
    try {
      readToEnd(consumer());
    } catch (RuntimeException e) {
      close();
      throw e;
    }
    Map<RecordPosition, Integer> found = new HashMap<>();
    positions.forEach(position -> found.put(position, counts.of(position)));
    return found;
  }

  private Consumer<String, byte[]> consumer() {
    Consumer<String, byte[]> open = consumer;
    if (open == null) {
      open = context.kafka().consumer(context.run() + ".attempts-" + context.instance());
      consumer = open;
      open.assign(List.of(attempts));
      open.seekToBeginning(List.of(attempts));
    }
    return open;
  }

  private void readToEnd(Consumer<String, byte[]> open) {
    long end = open.endOffsets(List.of(attempts), STALLED).getOrDefault(attempts, 0L);
    long lastRecordAt = System.nanoTime();
    while (open.position(attempts, STALLED) < end) {
      List<ConsumerRecord<String, byte[]>> records = open.poll(POLL).records(attempts);
      records.forEach(this::apply);
      if (!records.isEmpty()) {
        lastRecordAt = System.nanoTime();
      } else if (System.nanoTime() - lastRecordAt > STALLED.toNanos()) {
        throw new TimeoutException(
            "%s was not read to its end within %d s".formatted(attempts, STALLED.toSeconds()));
      }
    }
  }

  private void apply(ConsumerRecord<String, byte[]> record) {
    if (record.key() == null || !record.key().startsWith(keyPrefix)) {
      return;
    }
    try {
      AttemptStarted event = context.kafka().codec().decode(record.value(), AttemptStarted.class);
      counts.apply(new RecordPosition(event.getPartition(), event.getOffset()), event.getAttempt());
    } catch (HeadraceException e) {
      LOG.warn("[{} offset={}] skipped: {}", record.topic(), record.offset(), e.getMessage());
    }
  }

  /** Sends all attempts, then waits; throws a {@link HeadraceException} if one is not stored. */
  @Override
  public void begin(Collection<RecordPosition> positions) {
    List<Delivery> deliveries = new ArrayList<>();
    for (AttemptStarted event : next(positions)) {
      Delivery delivery = new Delivery(attempts.topic());
      producer.send(new ProducerRecord<>(attempts.topic(), key(event), event), delivery);
      deliveries.add(delivery);
    }
    deliveries.forEach(delivery -> delivery.await(SEND_LIMIT));
  }

  private String key(AttemptStarted event) {
    return keyPrefix + event.getPartition() + "/" + event.getOffset();
  }

  private synchronized List<AttemptStarted> next(Collection<RecordPosition> positions) {
    return positions.stream().map(this::next).toList();
  }

  private AttemptStarted next(RecordPosition position) {
    return AttemptStarted.newBuilder()
        .setRun(context.run())
        .setService(service)
        .setInstance(context.instance())
        .setTopic(origin)
        .setPartition(position.partition())
        .setOffset(position.offset())
        .setAttempt(counts.of(position) + 1)
        .setStartedAt(context.clock().instant())
        .build();
  }

  /** Closes the consumer; a later call of {@link #written} opens another. */
  @Override
  public synchronized void close() {
    Consumer<String, byte[]> open = consumer;
    consumer = null;
    if (open != null) {
      open.close();
    }
  }
}
