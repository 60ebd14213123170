package io.headrace.console.log;

import io.headrace.console.ConsoleMetrics;
import io.headrace.console.LiveRun;
import io.headrace.console.view.Position;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.service.ServiceContext;
import io.headrace.pipeline.service.ServiceThread;
import io.headrace.schemas.ReadPosition;
import io.headrace.schemas.topics.Topic;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies the committed records of the run's topics to the read model: those that its newest
 * snapshot lacks, and the newest ones for the lists ({@link TailStarts}). Applies them in the order
 * of their timestamps until it has caught up.
 *
 * <p>Records that are not events are counted and skipped: the service that consumes the topic
 * writes them to the dead letters, which the console shows.
 *
 * <p>After a failed poll the same consumer polls again. It keeps its position; a record that is
 * read twice would be counted twice.
 */
public final class RunReader implements ServiceThread.Loop {
  private static final Logger LOG = LoggerFactory.getLogger(RunReader.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final Duration RESPONSE_LIMIT = Duration.ofSeconds(1);

  private final ServiceContext context;
  private final LiveRun live;
  private final Counter undecodable;
  private final Counter records;
  private final BrokerAvailability availability;
  private final Map<TopicPartition, Long> startEnds = new HashMap<>();
  private @Nullable KafkaConsumer<String, byte[]> consumer;
  private @Nullable ViewSnapshots snapshots;
  private @Nullable ReplayOrder order;

  /** Whether every polled record is applied or buffered for replay. */
  private boolean isConsistent;

  /** Creates a reader; its clients are opened on the thread that runs it. */
  public RunReader(ServiceContext context, LiveRun live) {
    this.context = context;
    this.live = live;
    this.availability = new BrokerAvailability(context.clock().instant());
    this.records = context.metrics().counter(ConsoleMetrics.RECORDS);
    this.undecodable = context.metrics().counter(ConsoleMetrics.UNDECODABLE);
  }

  @Override
  public void open() {
    KafkaConsumer<String, byte[]> opened = context.kafka().watcher(context.run() + ".console");
    consumer = opened;
    ViewSnapshots viewSnapshots = new ViewSnapshots(context, live, opened);
    snapshots = viewSnapshots;
    Map<TopicPartition, Long> starts =
        new TailStarts(opened, context.run()).find(viewSnapshots.restore());
    opened.assign(starts.keySet());
    starts.forEach(opened::seek);
    live.readFrom(Topic.TRACES.of(context.run()), starts);
    startEnds.putAll(opened.endOffsets(starts.keySet(), DEADLINE));
    order =
        new ReplayOrder(
            starts.keySet(),
            Comparator.comparingInt(this::topicIndex).thenComparingInt(TopicPartition::partition));
  }

  /** The index of a partition's topic in the order of the flow. */
  private int topicIndex(TopicPartition partition) {
    return Arrays.stream(Topic.values())
        .filter(topic -> topic.of(context.run()).equals(partition.topic()))
        .mapToInt(Topic::ordinal)
        .findFirst()
        .orElse(Integer.MAX_VALUE);
  }

  @Override
  public void runOnce() {
    KafkaConsumer<String, byte[]> open = open(consumer);
    isConsistent = false;
    ConsumerRecords<String, byte[]> polled = open.poll(POLL);
    if (live.caughtUp()) {
      polled.forEach(this::apply);
    } else {
      replay(open, polled);
    }
    isConsistent = true;
    records.increment(polled.count());
    updateAvailability(open, polled.isEmpty());
    if (!polled.isEmpty()) {
      open(snapshots).writeIfDue(() -> positions(open));
    }
  }

  private void replay(KafkaConsumer<String, byte[]> open, ConsumerRecords<String, byte[]> polled) {
    ReplayOrder waiting = open(order);
    polled.forEach(waiting::add);
    noteReachedEnds(open, waiting);
    for (var next = waiting.next(); next.isPresent(); next = waiting.next()) {
      apply(next.get());
    }
    Set<TopicPartition> full =
        open.assignment().stream().filter(waiting::isFull).collect(Collectors.toSet());
    open.resume(open.paused());
    open.pause(full);
    if (waiting.isDone()) {
      open(snapshots).caughtUp((long) records.count() + polled.count());
      live.markCaughtUp();
    }
  }

  /** The position after the last applied record of each partition. */
  private List<ReadPosition> positions(KafkaConsumer<?, ?> open) {
    ReplayOrder waiting = open(order);
    return open.assignment().stream()
        .map(
            partition ->
                new ReadPosition(
                    partition.topic().substring(context.run().length() + 1),
                    partition.partition(),
                    waiting
                        .firstBuffered(partition)
                        .orElseGet(() -> open.position(partition, DEADLINE))))
        .toList();
  }

  private void updateAvailability(KafkaConsumer<?, ?> open, boolean isEmpty) {
    if (!isEmpty || (availability.isQuiet(context.clock().instant()) && isAnswering(open))) {
      availability.recordResponse(context.clock().instant());
    }
    live.setProblem(availability.problem(context.clock().instant()).orElse(""));
  }

  private static boolean isAnswering(KafkaConsumer<?, ?> open) {
    try {
      return open.endOffsets(open.assignment(), RESPONSE_LIMIT) != null;
    } catch (TimeoutException brokerUnreachable) {
      return false;
    }
  }

  private void noteReachedEnds(KafkaConsumer<?, ?> open, ReplayOrder waiting) {
    try {
      startEnds
          .entrySet()
          .removeIf(
              end -> {
                boolean reached = open.position(end.getKey(), DEADLINE) >= end.getValue();
                if (reached) {
                  waiting.end(end.getKey());
                }
                return reached;
              });
    } catch (TimeoutException brokerUnreachable) {
      LOG.warn("[run={}] the broker does not answer; the console tries again", context.run());
    }
  }

  /** Applies a record; one that can't be used is logged, counted and skipped. */
  private void apply(ConsumerRecord<String, byte[]> message) {
    Position position = new Position(message.topic(), message.partition(), message.offset());
    if (message.value() == null) {
      undecodable.increment();
      return;
    }
    try {
      SpecificRecord event = context.kafka().codec().decode(message.value());
      live.apply(position, Instant.ofEpochMilli(message.timestamp()), event);
      open(snapshots).applied(event);
    } catch (HeadraceException | IllegalArgumentException | ArithmeticException bad) {
      LOG.warn("[{}] the record is skipped: {}", position, bad.getMessage());
      undecodable.increment();
    }
  }

  private static <T> T open(@Nullable T client) {
    if (client == null) {
      throw new IllegalStateException("the reader is not open");
    }
    return client;
  }

  @Override
  public void drain() {
    KafkaConsumer<String, byte[]> open = consumer;
    ViewSnapshots viewSnapshots = snapshots;
    consumer = null;
    snapshots = null;
    try (open;
        viewSnapshots) {
      if (isConsistent && open != null && viewSnapshots != null && live.problem().isEmpty()) {
        viewSnapshots.writeLast(() -> positions(open));
      }
    }
  }
}
