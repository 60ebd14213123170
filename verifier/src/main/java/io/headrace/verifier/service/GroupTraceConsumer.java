package io.headrace.verifier.service;

import io.headrace.pipeline.service.ServiceThread;
import io.headrace.verifier.group.OpenGroups;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code traces} for one group scorer as a member of a consumer group, which gives each
 * partition, and with it all traces of a group, to one instance.
 *
 * <p>The log is the only store: the offset of a partition is committed up to the first trace of its
 * oldest group whose verdicts are not all in the log. After a failure, a kill or a rebalance the
 * traces from there on are read and scored again; the first verdict of a trace counts. All of it
 * runs on the consumer's thread; only the scorer runs on other threads.
 */
final class GroupTraceConsumer implements ServiceThread.Loop {

  private static final Logger LOG = LoggerFactory.getLogger(GroupTraceConsumer.class);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration COMMIT_INTERVAL = Duration.ofSeconds(1);
  private static final Duration FINISH = Duration.ofSeconds(2);

  /**
   * Where the traces come from.
   *
   * @param member makes a consumer of the group
   * @param topic the topic of traces
   */
  record Source(Supplier<Consumer<String, byte[]>> member, String topic) {}

  /** Makes verdicts that report each trace whose verdict is in the log. */
  @FunctionalInterface
  interface VerdictsFactory {
    GroupVerdicts create(java.util.function.Consumer<GroupTrace> confirmed);
  }

  private final Source source;
  private final GroupTraceIntake intake;
  private final OpenGroups groups;
  private final VerdictsFactory newVerdicts;
  private final Clock clock;
  private final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();

  /** The offset after the last record that was taken, by partition. */
  private final Map<TopicPartition, Long> taken = new HashMap<>();

  private GroupVerdicts verdicts;
  private Instant lastCommit = Instant.EPOCH;
  private @Nullable Consumer<String, byte[]> consumer;

  /**
   * A consumer that has not joined the group yet.
   *
   * @param groups without groups
   */
  GroupTraceConsumer(
      Source source,
      GroupTraceIntake intake,
      OpenGroups groups,
      VerdictsFactory newVerdicts,
      Clock clock) {
    this.source = source;
    this.intake = intake;
    this.groups = groups;
    this.newVerdicts = newVerdicts;
    this.clock = clock;
    this.verdicts = newVerdicts.create(this::confirm);
  }

  @Override
  public void open() {
    var opened = source.member().get();
    consumer = opened;
    opened.subscribe(List.of(source.topic()), new Rebalance(opened));
  }

  @Override
  public void runOnce() {
    var member = member();
    for (ConsumerRecord<String, byte[]> record :
        member.poll(verdicts.hasNotices() ? Duration.ZERO : POLL)) {
      take(record);
      taken.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
    }
    verdicts.work(Duration.ZERO);
    groups
        .endOverdue(clock.instant(), partition -> isReadToEnd(member, partition))
        .forEach(verdicts::end);
    groups.endExcess().forEach(verdicts::end);
    pauseWhenFull(member);
    if (!clock.instant().isBefore(lastCommit.plus(COMMIT_INTERVAL))) {
      commit(member);
    }
  }

  private Consumer<String, byte[]> member() {
    if (consumer == null) {
      throw new IllegalStateException("the consumer is not open");
    }
    return consumer;
  }

  private void take(ConsumerRecord<String, byte[]> record) {
    intake
        .read(record.value(), record.offset())
        .ifPresent(
            trace -> {
              boolean isGathered =
                  groups.add(record.partition(), record.offset(), trace.member(), clock.instant());
              if (isGathered) {
                verdicts.score(trace);
              } else {
                verdicts.tooLate(trace);
              }
            });
  }

  private void confirm(GroupTrace trace) {
    groups.confirm(trace.reference().groupId());
  }

  private boolean isReadToEnd(Consumer<String, byte[]> member, int partition) {
    var lag = member.currentLag(new TopicPartition(source.topic(), partition));
    return lag.isPresent() && lag.getAsLong() == 0;
  }

  private void pauseWhenFull(Consumer<String, byte[]> member) {
    if (groups.isFull()) {
      member.pause(member.assignment());
    } else if (!member.paused().isEmpty()) {
      member.resume(member.paused());
    }
  }

  /** Commits how far each partition is done. */
  private void commit(Consumer<String, byte[]> member) {
    Map<TopicPartition, OffsetAndMetadata> changed = new HashMap<>();
    taken
        .keySet()
        .forEach(partition -> changed.put(partition, new OffsetAndMetadata(doneUpTo(partition))));
    changed.entrySet().removeAll(committed.entrySet());
    lastCommit = clock.instant();
    if (changed.isEmpty()) {
      return;
    }
    try {
      member.commitSync(changed);
      committed.putAll(changed);
    } catch (CommitFailedException | RebalanceInProgressException rebalanced) {
      LOG.info("offsets of {} are committed after a rebalance", source.topic());
    }
  }

  /** Up to which offset all verdicts of a partition of which records were taken are in the log. */
  private long doneUpTo(TopicPartition partition) {
    return groups.firstOffset(partition.partition()).orElseGet(() -> taken.get(partition));
  }

  /** Forgets what was read, since it is read again from the committed offsets. */
  private void forget() {
    groups.clear();
    committed.clear();
    taken.clear();
    verdicts = newVerdicts.create(this::confirm);
  }

  @Override
  public void recover() {
    var failed = member();
    consumer = null;
    failed.close();
    forget();
    open();
  }

  /** Lets the scorer finish what it is about to answer; the rest is read again. */
  @Override
  public void drain() {
    if (consumer == null) {
      return;
    }
    try (var member = consumer) {
      long end = System.nanoTime() + FINISH.toNanos();
      while (groups.isVerdictAwaited() && System.nanoTime() < end) {
        verdicts.work(POLL);
      }
      commit(member);
    }
  }

  /** Commits before partitions go to another member, and reads those that stay again. */
  private final class Rebalance implements ConsumerRebalanceListener {

    private final Consumer<String, byte[]> member;

    Rebalance(Consumer<String, byte[]> member) {
      this.member = member;
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      commit(member);
      startOver(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      startOver(partitions);
    }

    private void startOver(Collection<TopicPartition> gone) {
      taken.keySet().stream()
          .filter(partition -> !gone.contains(partition))
          .forEach(partition -> member.seek(partition, doneUpTo(partition)));
      forget();
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}
  }
}
