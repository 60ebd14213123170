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
 * The attempts of a service to work on records of one topic, kept on the run's topic of attempts.
 * The broker's delivery count says how often a record was acquired; this says how often work on it
 * was about to start, so that a record that was only held by a process that died is told from one
 * that may have ended it.
 *
 * <p>Its consumer is opened by the first question and kept; each question reads what was written
 * since the last one. Safe for all threads; does not own the producer.
 */
public final class AttemptLog implements Attempts {

  private static final Logger LOG = LoggerFactory.getLogger(AttemptLog.class);
  private static final Duration POLL = Duration.ofMillis(100);

  /** How long the broker may take to hand out further records, or to answer a call. */
  private static final Duration STALLED = Duration.ofSeconds(15);

  private static final Duration SEND_LIMIT = Duration.ofSeconds(70);
  private static final int REMEMBERED = 100_000;

  private final ServiceContext context;
  private final String service;
  private final String origin;
  private final EventProducer producer;
  private final TopicPartition attempts;
  private final AttemptCounts counts = new AttemptCounts(REMEMBERED);
  private @Nullable Consumer<String, byte[]> consumer;

  /**
   * A log that is not read yet.
   *
   * @param service name of the service in the events
   * @param origin the topic whose records are worked on
   * @param producer writes the attempts
   */
  public AttemptLog(ServiceContext context, String service, String origin, EventProducer producer) {
    this.context = context;
    this.service = service;
    this.origin = origin;
    this.producer = producer;
    this.attempts = new TopicPartition(Topic.ATTEMPTS.of(context.run()), 0);
  }

  /** Reads what was written since the last call; a Kafka exception when the broker fails. */
  @Override
  public synchronized Map<RecordPosition, Integer> written(Collection<RecordPosition> places) {
    try {
      readToEnd(consumer());
    } catch (RuntimeException e) {
      close();
      throw e;
    }
    Map<RecordPosition, Integer> found = new HashMap<>();
    places.forEach(place -> found.put(place, counts.of(place)));
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
    long heard = System.nanoTime();
    while (open.position(attempts, STALLED) < end) {
      List<ConsumerRecord<String, byte[]>> records = open.poll(POLL).records(attempts);
      records.forEach(this::apply);
      if (!records.isEmpty()) {
        heard = System.nanoTime();
      } else if (System.nanoTime() - heard > STALLED.toNanos()) {
        throw new TimeoutException(
            "%s was not read to its end within %d s".formatted(attempts, STALLED.toSeconds()));
      }
    }
  }

  private void apply(ConsumerRecord<String, byte[]> record) {
    if (record.key() == null || !record.key().startsWith(origin + "/")) {
      return;
    }
    try {
      AttemptStarted event = context.kafka().codec().decode(record.value(), AttemptStarted.class);
      counts.apply(new RecordPosition(event.getPartition(), event.getOffset()), event.getAttempt());
    } catch (HeadraceException e) {
      LOG.warn("[{} offset={}] passed over: {}", record.topic(), record.offset(), e.getMessage());
    }
  }

  /** All go out together; a {@link HeadraceException} says why one was not stored. */
  @Override
  public void begin(Collection<RecordPosition> places) {
    List<Delivery> deliveries = new ArrayList<>();
    for (AttemptStarted event : next(places)) {
      Delivery delivery = new Delivery(attempts.topic());
      producer.send(new ProducerRecord<>(attempts.topic(), key(event), event), delivery);
      deliveries.add(delivery);
    }
    deliveries.forEach(delivery -> delivery.await(SEND_LIMIT));
  }

  private static String key(AttemptStarted event) {
    return event.getTopic() + "/" + event.getPartition() + "/" + event.getOffset();
  }

  private synchronized List<AttemptStarted> next(Collection<RecordPosition> places) {
    return places.stream().map(this::next).toList();
  }

  private AttemptStarted next(RecordPosition place) {
    return AttemptStarted.newBuilder()
        .setRun(context.run())
        .setService(service)
        .setInstance(context.instance())
        .setTopic(origin)
        .setPartition(place.partition())
        .setOffset(place.offset())
        .setAttempt(counts.of(place) + 1)
        .setStartedAt(context.clock().instant())
        .build();
  }

  /** Closes the consumer; a later question opens another. */
  @Override
  public synchronized void close() {
    Consumer<String, byte[]> open = consumer;
    consumer = null;
    if (open != null) {
      open.close();
    }
  }
}
