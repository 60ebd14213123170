package io.headrace.rollout;

import io.headrace.pipeline.queue.AttemptRule;
import io.headrace.pipeline.queue.LeasedRecords;
import io.headrace.pipeline.queue.QueueConsumer;
import io.headrace.pipeline.queue.RecordPosition;
import io.headrace.pipeline.queue.Redeliveries;
import io.headrace.pipeline.queue.Suspect;
import io.headrace.pipeline.queue.Suspects;
import io.headrace.rollout.backend.ServedModel;
import io.headrace.rollout.request.GroupJob;
import io.headrace.rollout.request.RequestDisposition;
import io.headrace.rollout.request.RequestIntake;
import io.headrace.rollout.request.RequestOutcome;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A member of the share group on {@code tasks}: takes a few requests, submits them to the sampler,
 * acknowledges each when its traces are stored, and renews the leases of the others.
 *
 * <p>Kafka's share consumer fetches nothing new while it holds records, so a worker has several
 * consumers with a few requests each, and each partition of the topic has several consumers: its
 * records need not wait for one consumer's longest sample.
 */
final class TaskConsumer implements QueueConsumer {

  private static final Logger LOG = LoggerFactory.getLogger(TaskConsumer.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration WAIT = Duration.ofMillis(50);

  private final LeasedRecords<TaskWork> records;
  private final Suspects suspects;
  private final RequestIntake intake;
  private final Supplier<Optional<ServedModel>> model;
  private final GroupSampler sampler;
  private final RejectedRequests rejected;
  private final RolloutMetrics metrics;
  private final Clock clock;
  private final BlockingQueue<GroupJob> settled = new LinkedBlockingQueue<>();

  /**
   * The queue of requests.
   *
   * @param member creates the consumer's share consumer
   * @param topic the topic of tasks
   * @param redeliveries shared by the consumers of the process
   */
  record Source(
      Supplier<ShareConsumer<String, byte[]>> member, String topic, Redeliveries redeliveries) {}

  /**
   * Creates a consumer; {@link #open} joins the group.
   *
   * @param model the newest model that the backend has loaded; requests are taken once there is one
   */
  TaskConsumer(
      Source source,
      RequestIntake intake,
      Supplier<Optional<ServedModel>> model,
      GroupSampler sampler,
      RejectedRequests rejected,
      RolloutMetrics metrics,
      Clock clock) {
    this.records = new LeasedRecords<>(source.member(), source.topic(), this::hold, clock);
    this.suspects = new Suspects(source.redeliveries());
    this.intake = intake;
    this.model = model;
    this.sampler = sampler;
    this.rejected = rejected;
    this.metrics = metrics;
    this.clock = clock;
  }

  @Override
  public void open() {
    records.join();
  }

  @Override
  public void runOnce() {
    sampler.requireAlive();
    if (model.get().isEmpty()) {
      awaitSettled(POLL);
    } else if (records.isEmpty()) {
      settled.clear();
      records.take(POLL);
      suspects.decide();
      records.acknowledgeEnded();
    } else {
      suspects.beginNext();
      awaitSettled(WAIT);
      acknowledgeSettled();
      metrics.leasesRenewed(records.renewWhenDue());
      suspects.decide();
    }
  }

  /** Waits until a job is settled or the limit has passed. */
  private void awaitSettled(Duration limit) {
    try {
      settled.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void acknowledgeSettled() {
    records.acknowledgeEnded();
    settled.clear();
    if (suspects.isIsolatedOver()) {
      records.awaitAcknowledged();
      suspects.endIsolated();
    }
  }

  @Override
  public void recover() {
    suspects.clear();
    records.startOver();
  }

  private TaskWork hold(ConsumerRecord<String, byte[]> record) {
    int delivery = record.deliveryCount().map(Short::intValue).orElse(1);
    ServedModel served = model.get().orElseThrow();
    RequestDisposition decision =
        intake.decide(
            record.value(),
            delivery,
            clock.instant(),
            served.model().config(),
            served.model().tokenizer(),
            settled::add);
    return switch (decision) {
      case RequestDisposition.Sample(GroupJob job) -> begin(record, job);
      case RequestDisposition.Unneeded(String groupId, String why) -> {
        LOG.info("[group={}] not sampled: {}", groupId, why);
        metrics.requestExpired();
        yield new TaskWork.Done(rejected.abandon(groupId, why));
      }
      case RequestDisposition.Rejected rejection ->
          new TaskWork.Done(rejected.deadLetter(record, rejection, delivery));
    };
  }

  /** A redelivered request is submitted only after its attempts are checked. */
  private TaskWork begin(ConsumerRecord<String, byte[]> record, GroupJob job) {
    var work = new TaskWork.InProgress(job, this::acknowledgement);
    if (job.attempt() > 1) {
      suspects.add(new SuspectRequest(record, work));
    } else {
      sampler.submit(job);
    }
    return work;
  }

  private final class SuspectRequest implements Suspect {

    private final ConsumerRecord<String, byte[]> record;
    private final TaskWork.InProgress work;

    SuspectRequest(ConsumerRecord<String, byte[]> record, TaskWork.InProgress work) {
      this.record = record;
      this.work = work;
    }

    @Override
    public RecordPosition position() {
      return RecordPosition.of(record);
    }

    @Override
    public int delivery() {
      return work.job().attempt();
    }

    @Override
    public boolean isOver() {
      return work.isOver();
    }

    @Override
    public void begin() {
      sampler.submit(work.job());
    }

    @Override
    public void sendToDeadLetters(AttemptRule.Treatment why, int attempts) {
      RequestDisposition.Rejected rejection =
          intake.rejectRedelivered(work.job().request(), why, delivery(), attempts);
      work.endAs(rejected.deadLetter(record, rejection, delivery()));
    }
  }

  private AcknowledgeType acknowledgement(GroupJob job, RequestOutcome outcome) {
    metrics.settled(outcome);
    return switch (outcome) {
      case SAMPLED -> AcknowledgeType.ACCEPT;
      case UNNEEDED ->
          rejected.abandon(job.request().getGroupId(), "its samples are not needed any more");
      case NOT_SENT -> AcknowledgeType.RELEASE;
    };
  }

  @Override
  public boolean holdsRecords() {
    return !records.isEmpty();
  }

  /** Releases the requests in progress, so that another worker takes them at once. */
  @Override
  public void drain() {
    suspects.clear();
    records.leave();
  }
}
