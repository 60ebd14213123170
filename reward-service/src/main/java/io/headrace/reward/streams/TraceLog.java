package io.headrace.reward.streams;

import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.schemas.topics.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Reads traces that are not in the cache from the topic traces, by offset. Used by one thread. */
final class TraceLog implements TraceSource {

  /** Well below the time-out of the transaction in which it reads. */
  private static final Duration DEADLINE = Duration.ofSeconds(8);

  private static final Duration POLL = Duration.ofMillis(100);

  /** Number of offsets above which a seek is cheaper than reading the records in between. */
  private static final long GAP = 200;

  private final KafkaClients kafka;
  private final String run;
  private @Nullable Consumer<String, byte[]> consumer;

  /** Creates a log whose consumer is opened by the first read. */
  TraceLog(KafkaClients kafka, String run) {
    this.kafka = kafka;
    this.run = run;
  }

  @Override
  public Map<Long, byte[]> read(int partition, NavigableSet<Long> offsets) {
    TopicPartition from = new TopicPartition(Topic.TRACES.of(run), partition);
    Consumer<String, byte[]> open = open();
    open.assign(List.of(from));
    long end = open.endOffsets(List.of(from)).getOrDefault(from, 0L);
    TreeSet<Long> wanted = new TreeSet<>(offsets.headSet(end, false));
    Map<Long, byte[]> found = new HashMap<>();
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    for (long position = Long.MIN_VALUE; !wanted.isEmpty(); position = open.position(from)) {
      wanted.headSet(position).clear();
      if (wanted.isEmpty()) {
        break;
      }
      if (position == Long.MIN_VALUE || wanted.first() - position > GAP) {
        open.seek(from, wanted.first());
      }
      for (ConsumerRecord<String, byte[]> record : open.poll(POLL).records(from)) {
        if (wanted.remove(record.offset())) {
          found.put(record.offset(), record.value());
        }
      }
      if (System.nanoTime() - deadline > 0) {
        throw new TimeoutException(
            "[%s] %d traces of a group were not read within %s; check that the broker runs"
                .formatted(from, wanted.size(), DEADLINE));
      }
    }
    return found;
  }

  private Consumer<String, byte[]> open() {
    Consumer<String, byte[]> open = consumer;
    if (open == null) {
      open = kafka.consumer(AssemblerTopology.applicationId(run) + "-traces");
      consumer = open;
    }
    return open;
  }

  @Override
  public void close() {
    if (consumer != null) {
      consumer.close();
    }
  }
}
