package io.headrace.pipeline.kafka;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * A share consumer that leaves the processor to others while its broker is away: from when a
 * heartbeat is due until the coordinator is found, Kafka's own (4.3) goes round in {@code poll}
 * without a pause and keeps most of a core busy, for each member.
 */
final class PacedShareConsumer extends KafkaShareConsumer<String, byte[]> {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final BusyLoopGuard brake = new BusyLoopGuard(THREADS::getCurrentThreadCpuTime);

  PacedShareConsumer(Map<String, Object> config) {
    super(config, new StringDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public ConsumerRecords<String, byte[]> poll(Duration timeout) {
    Duration rest = brake.rest(timeout);
    if (rest.isPositive()) {
      LockSupport.parkNanos(rest.toNanos());
    }
    Duration wait = brake.wait(timeout);
    brake.begin();
    ConsumerRecords<String, byte[]> records = super.poll(wait);
    brake.end(records.isEmpty());
    return records;
  }
}
