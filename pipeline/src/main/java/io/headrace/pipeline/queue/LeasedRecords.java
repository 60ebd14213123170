package io.headrace.pipeline.queue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records that one member of a share group holds. A record is acknowledged when its work ends;
 * until then its lease is renewed.
 *
 * <p>Kafka's share consumer fetches no new records while it holds some, so a service that must not
 * wait for its slowest record has several members. Acknowledgements are sent in batches: with the
 * next fetch, or after 100 ms. Owned by one thread.
 *
 * @param <W> the work of a record
 */
public final class LeasedRecords<W extends LeasedWork> {

  private static final Logger LOG = LoggerFactory.getLogger(LeasedRecords.class);
  private static final Duration COMMIT_DEADLINE = Duration.ofSeconds(5);
  private static final Duration COMMIT_INTERVAL = Duration.ofMillis(100);

  /** Kafka's default, used until the broker has returned its setting. */
  private static final Duration DEFAULT_LEASE = Duration.ofSeconds(30);

  private record Held<W>(ConsumerRecord<String, byte[]> record, W work) {}

  private final Supplier<ShareConsumer<String, byte[]>> member;
  private final String topic;
  private final Function<ConsumerRecord<String, byte[]>, W> begin;
  private final Clock clock;
  private final Map<RecordPosition, Held<W>> held = new LinkedHashMap<>();
  private @Nullable ShareConsumer<String, byte[]> consumer;
  private Lease lease = new Lease(Instant.EPOCH, DEFAULT_LEASE);
  private Instant committed = Instant.EPOCH;
  private boolean uncommitted;

  /**
   * Creates a member that has not joined the group yet.
   *
   * @param member makes a share consumer with explicit acknowledgement
   * @param topic the topic it subscribes to
   * @param begin starts the work of a record that was delivered
   */
  public LeasedRecords(
      Supplier<ShareConsumer<String, byte[]>> member,
      String topic,
      Function<ConsumerRecord<String, byte[]>, W> begin,
      Clock clock) {
    this.member = member;
    this.topic = topic;
    this.begin = begin;
    this.clock = clock;
  }

  /** Joins the share group. */
  public void join() {
    ShareConsumer<String, byte[]> opened = member.get();
    opened.setAcknowledgementCommitCallback(this::logFailedAcknowledgement);
    opened.subscribe(List.of(topic));
    consumer = opened;
  }

  /** Logs a failed acknowledgement; the broker delivers the record again. */
  private void logFailedAcknowledgement(
      Map<TopicIdPartition, Set<Long>> offsets, @Nullable Exception failure) {
    if (failure != null) {
      LOG.info("[{}] acknowledged too late: {}; delivered again", offsets, failure.getMessage());
    }
  }

  /** Whether it holds no record. */
  public boolean isEmpty() {
    return held.isEmpty();
  }

  /**
   * Polls for records and begins their work; also sends earlier acknowledgements. Call it when no
   * record is held.
   *
   * @throws KafkaException if the broker fails; call {@link #startOver}
   */
  public void take(Duration patience) {
    Instant before = clock.instant();
    uncommitted = false;
    var records = consumer().poll(patience);
    lease = new Lease(before, leaseDuration());
    records.forEach(this::hold);
  }

  private void hold(ConsumerRecord<String, byte[]> record) {
    held.put(RecordPosition.of(record), new Held<>(record, begin.apply(record)));
  }

  /** Acknowledges the records whose work has ended. */
  public void acknowledgeEnded() {
    var all = held.values().iterator();
    while (all.hasNext()) {
      Held<W> one = all.next();
      AcknowledgeType end = one.work().end().orElse(null);
      if (end != null) {
        consumer().acknowledge(one.record(), end);
        all.remove();
        uncommitted = true;
      }
    }
    Instant now = clock.instant();
    if (uncommitted && !held.isEmpty() && !now.isBefore(committed.plus(COMMIT_INTERVAL))) {
      commit(now);
    }
  }

  /**
   * Commits the acknowledgements and waits for the broker's response.
   *
   * @throws KafkaException if the broker fails; call {@link #startOver}
   */
  public void awaitAcknowledged() {
    uncommitted = false;
    consumer().commitSync(COMMIT_DEADLINE).forEach(this::logFailedCommit);
  }

  private void logFailedCommit(TopicIdPartition partition, Optional<KafkaException> failure) {
    failure.ifPresent(
        problem ->
            LOG.info(
                "[{}] not acknowledged: {}; delivered again", partition, problem.getMessage()));
  }

  private void commit(Instant now) {
    consumer().commitAsync();
    committed = now;
    uncommitted = false;
  }

  /**
   * Renews the leases of all records when a third of their duration has passed. Abandons the work
   * of records whose lease was lost, and begins that of newly acquired records.
   *
   * @return how many leases were renewed
   * @throws KafkaException if the broker fails; call {@link #startOver}
   */
  public int renewWhenDue() {
    Instant now = clock.instant();
    if (held.isEmpty() || !lease.needsRenewal(now)) {
      return 0;
    }
    if (uncommitted) {
      commit(now);
    }
    held.values().forEach(one -> consumer().acknowledge(one.record(), AcknowledgeType.RENEW));
    LeaseRenewal.Result result =
        LeaseRenewal.commit(consumer(), held.keySet(), lease.duration().dividedBy(2));
    lease = lease.renewed(now);
    abandonAllBut(result.kept());
    result.others().forEach(this::hold);
    return result.kept().size();
  }

  /**
   * Abandons all work and joins the group again, since after a failure of the broker it is unknown
   * which leases are still valid. The broker delivers the records again.
   */
  public void startOver() {
    abandonAllBut(Set.of());
    ShareConsumer<String, byte[]> last = consumer;
    consumer = null;
    if (last != null) {
      last.close(Duration.ZERO);
    }
    join();
  }

  private void abandonAllBut(Set<RecordPosition> kept) {
    held.entrySet()
        .removeIf(
            entry -> {
              boolean lost = !kept.contains(entry.getKey());
              if (lost) {
                RecordPosition position = entry.getKey();
                LOG.warn(
                    "[{} partition={} offset={}] its lease was lost; it is delivered again",
                    topic,
                    position.partition(),
                    position.offset());
                entry.getValue().work().abandon();
              }
              return lost;
            });
  }

  /** The acquisition lock's duration that the broker returned with its last response. */
  private Duration leaseDuration() {
    return consumer().acquisitionLockTimeoutMs().map(Duration::ofMillis).orElse(DEFAULT_LEASE);
  }

  private ShareConsumer<String, byte[]> consumer() {
    if (consumer == null) {
      throw new IllegalStateException("the member has not joined its group");
    }
    return consumer;
  }

  /**
   * Acknowledges records whose work has ended, abandons the other work, releases its records to
   * other members unless abandoning ended it otherwise, and leaves the group.
   *
   * @return number of records released whose work had not ended
   */
  public int leave() {
    if (consumer == null) {
      return 0;
    }
    int released = 0;
    try {
      acknowledgeEnded();
      for (Held<W> one : held.values()) {
        one.work().abandon();
        Optional<AcknowledgeType> end = one.work().end();
        consumer.acknowledge(one.record(), end.orElse(AcknowledgeType.RELEASE));
        released += end.isEmpty() ? 1 : 0;
      }
      held.clear();
      consumer.commitSync(COMMIT_DEADLINE).forEach(this::logFailedRelease);
      return released;
    } finally {
      consumer.close(COMMIT_DEADLINE);
      consumer = null;
    }
  }

  private void logFailedRelease(TopicIdPartition partition, Optional<KafkaException> failure) {
    failure.ifPresent(
        problem ->
            LOG.warn(
                "[{}] records were not released: {}; they are delivered again when their lease"
                    + " ends",
                partition,
                problem.getMessage()));
  }
}
