package io.headrace.rollout;

import io.headrace.pipeline.queue.AttemptRule;
import io.headrace.pipeline.queue.Lease;
import io.headrace.pipeline.queue.LeaseRenewal;
import io.headrace.pipeline.queue.QueueConsumer;
import io.headrace.pipeline.queue.RecordPosition;
import io.headrace.pipeline.queue.Redeliveries;
import io.headrace.pipeline.queue.Suspect;
import io.headrace.pipeline.queue.Suspects;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A member of the share group on {@code tasks}: takes a few requests, gives them to the decoders,
 * acknowledges each when its traces are on the log, and renews the leases of the others.
 *
 * <p>Kafka's share consumer fetches nothing new while it holds records, so a worker has several
 * consumers with a few requests each, and each partition of the topic has several consumers: what
 * waits on it need not wait for one consumer's longest sample.
 */
final class TaskConsumer implements QueueConsumer {

  private static final Logger LOG = LoggerFactory.getLogger(TaskConsumer.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration COMMIT_DEADLINE = Duration.ofSeconds(5);
  private static final Duration DEFAULT_LEASE = Duration.ofSeconds(30);

  private record Held(ConsumerRecord<String, byte[]> record, GroupJob job) {}

  private final Source source;
  private final Suspects suspects;
  private final RequestIntake intake;
  private final DecoderPool decoders;
  private final RefusedRequests refused;
  private final RolloutMetrics metrics;
  private final Clock clock;

  private final Map<RecordPosition, Held> held = new LinkedHashMap<>();
  private final BlockingQueue<GroupJob> settled = new LinkedBlockingQueue<>();
  private @Nullable ShareConsumer<String, byte[]> consumer;
  private Lease lease = new Lease(Instant.EPOCH, DEFAULT_LEASE);

  /**
   * Where a consumer takes its requests from.
   *
   * @param open makes its share consumer
   * @param topic the topic of tasks
   * @param redeliveries shared by the consumers of the process
   */
  record Source(
      Supplier<ShareConsumer<String, byte[]>> open, String topic, Redeliveries redeliveries) {}

  TaskConsumer(
      Source source,
      RequestIntake intake,
      DecoderPool decoders,
      RefusedRequests refused,
      RolloutMetrics metrics,
      Clock clock) {
    this.source = source;
    this.suspects = new Suspects(source.redeliveries());
    this.intake = intake;
    this.decoders = decoders;
    this.refused = refused;
    this.metrics = metrics;
    this.clock = clock;
  }

  @Override
  public void open() {
    ShareConsumer<String, byte[]> opened = source.open().get();
    opened.setAcknowledgementCommitCallback(TaskConsumer::whenAcknowledged);
    opened.subscribe(List.of(source.topic()));
    consumer = opened;
  }

  /** A record whose acknowledgement fails is delivered again, so this only says why. */
  private static void whenAcknowledged(
      Map<TopicIdPartition, Set<Long>> offsets, @Nullable Exception failure) {
    if (failure != null) {
      LOG.info("[{}] acknowledged too late: {}; delivered again", offsets, failure.getMessage());
    }
  }

  @Override
  public void turn() {
    decoders.requireAlive();
    if (decoders.model().isEmpty()) {
      await(POLL.toMillis());
    } else if (held.isEmpty()) {
      take();
      suspects.decide();
    } else {
      suspects.beginNext();
      await(POLL.toMillis() / 4);
      acknowledgeSettled();
      if (!held.isEmpty() && lease.needsRenewal(clock.instant())) {
        renew();
      }
      suspects.decide();
    }
  }

  /** Waits until a job is settled, at most so long. */
  private void await(long millis) {
    try {
      settled.poll(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Nobody knows which leases still hold: gives up what is in progress and joins the group anew,
   * which delivers it again.
   */
  @Override
  public void recover() {
    giveUpAllBut(Set.of());
    suspects.clear();
    ShareConsumer<String, byte[]> last = consumer;
    consumer = null;
    if (last != null) {
      last.close(Duration.ZERO);
    }
    open();
  }

  private void take() {
    settled.clear();
    Instant before = clock.instant();
    ConsumerRecords<String, byte[]> records = consumer().poll(POLL);
    lease = new Lease(before, leaseDuration());
    records.forEach(this::take);
  }

  private void take(ConsumerRecord<String, byte[]> record) {
    int delivery = record.deliveryCount().map(Short::intValue).orElse(1);
    ServedModel served = decoders.model().orElseThrow();
    RequestDisposition decision =
        intake.decide(
            record.value(),
            delivery,
            clock.instant(),
            served.model().config(),
            served.model().tokenizer(),
            settled::add);
    switch (decision) {
      case RequestDisposition.Sample(GroupJob job) -> hold(new Held(record, job));
      case RequestDisposition.Unneeded(String groupId, String why) -> {
        LOG.info("[group={}] not sampled: {}", groupId, why);
        metrics.requestExpired();
        consumer().acknowledge(record, refused.abandon(groupId, why));
      }
      case RequestDisposition.Refused why ->
          consumer().acknowledge(record, refused.take(record, why, delivery));
    }
  }

  /** A request that was delivered before waits for what is decided about all of them. */
  private void hold(Held one) {
    held.put(RecordPosition.of(one.record()), one);
    if (one.job().attempt() > 1) {
      suspects.add(new SuspectRequest(one));
    } else {
      decoders.submit(one.job());
    }
  }

  private final class SuspectRequest implements Suspect {

    private final Held one;

    SuspectRequest(Held one) {
      this.one = one;
    }

    @Override
    public RecordPosition place() {
      return RecordPosition.of(one.record());
    }

    @Override
    public int delivery() {
      return one.job().attempt();
    }

    @Override
    public boolean isOver() {
      return one.job().outcome().isPresent();
    }

    @Override
    public void begin() {
      decoders.submit(one.job());
    }

    @Override
    public void giveUp(AttemptRule.Treatment why, int attempts) {
      held.remove(place());
      RequestDisposition.Refused refusal =
          intake.giveUp(one.job().request(), why, delivery(), attempts);
      consumer().acknowledge(one.record(), refused.take(one.record(), refusal, delivery()));
    }
  }

  private void acknowledgeSettled() {
    boolean any = false;
    var places = held.values().iterator();
    while (places.hasNext()) {
      Held next = places.next();
      RequestOutcome outcome = next.job().outcome().orElse(null);
      if (outcome != null) {
        consumer().acknowledge(next.record(), acknowledgement(next.job(), outcome));
        places.remove();
        any = true;
      }
    }
    settled.clear();
    if (suspects.isIsolatedOver()) {
      consumer().commitSync(COMMIT_DEADLINE).forEach(TaskConsumer::whenCommitted);
      suspects.endIsolated();
    } else if (any) {
      consumer().commitAsync();
    }
  }

  private static void whenCommitted(TopicIdPartition partition, Optional<KafkaException> failure) {
    failure.ifPresent(
        problem ->
            LOG.info(
                "[{}] not acknowledged: {}; delivered again", partition, problem.getMessage()));
  }

  private AcknowledgeType acknowledgement(GroupJob job, RequestOutcome outcome) {
    metrics.settled(outcome);
    return switch (outcome) {
      case SAMPLED -> AcknowledgeType.ACCEPT;
      case UNNEEDED ->
          refused.abandon(job.request().getGroupId(), "its samples are not needed any more");
      case NOT_SENT -> AcknowledgeType.RELEASE;
    };
  }

  /** Renews the leases of all held requests; gives up the jobs of those that were lost. */
  private void renew() {
    Instant now = clock.instant();
    held.values().forEach(one -> consumer().acknowledge(one.record(), AcknowledgeType.RENEW));
    LeaseRenewal.Result result =
        LeaseRenewal.commit(consumer(), held.keySet(), lease.duration().dividedBy(2));
    lease = lease.renewed(now);
    metrics.leasesRenewed(result.kept().size());
    giveUpAllBut(result.kept());
    result.others().forEach(this::take);
  }

  private void giveUpAllBut(Set<RecordPosition> kept) {
    held.entrySet()
        .removeIf(
            entry -> {
              boolean lost = !kept.contains(entry.getKey());
              if (lost) {
                LOG.warn("[request={}] its lease was lost", entry.getValue().job().id());
                entry.getValue().job().settle(RequestOutcome.NOT_SENT);
              }
              return lost;
            });
  }

  /** What the broker said with the last records it gave. */
  private Duration leaseDuration() {
    return consumer().acquisitionLockTimeoutMs().map(Duration::ofMillis).orElse(DEFAULT_LEASE);
  }

  private ShareConsumer<String, byte[]> consumer() {
    if (consumer == null) {
      throw new IllegalStateException("the consumer is not open");
    }
    return consumer;
  }

  @Override
  public boolean holdsRecords() {
    return !held.isEmpty();
  }

  private void whenHandedBack(TopicIdPartition partition, Optional<KafkaException> failure) {
    failure.ifPresent(
        problem ->
            LOG.warn(
                "[{}] requests are not handed back: {}; they are delivered again when their lease"
                    + " ends",
                partition,
                problem.getMessage()));
  }

  /** Hands back what is not done; another worker takes it at once. */
  @Override
  public void drain() {
    if (consumer == null) {
      return;
    }
    try {
      for (Held one : held.values()) {
        one.job().settle(RequestOutcome.NOT_SENT);
        consumer.acknowledge(
            one.record(), acknowledgement(one.job(), one.job().outcome().orElseThrow()));
      }
      held.clear();
      suspects.clear();
      consumer.commitSync(COMMIT_DEADLINE).forEach(this::whenHandedBack);
    } finally {
      consumer.close(COMMIT_DEADLINE);
      consumer = null;
    }
  }
}
