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
 * A share consumer that does not spin while its broker is unreachable. Kafka's own (4.3) loops in
 * {@code poll} without a pause from when a heartbeat is due until the coordinator is found, and
 * each member takes most of a core.
 */
final class PacedShareConsumer extends KafkaShareConsumer<String, byte[]> {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final BusyLoopGuard guard = new BusyLoopGuard(THREADS::getCurrentThreadCpuTime);

  PacedShareConsumer(Map<String, Object> config) {
    super(config, new StringDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public ConsumerRecords<String, byte[]> poll(Duration timeout) {
    Duration rest = guard.rest(timeout);
    if (rest.isPositive()) {
      LockSupport.parkNanos(rest.toNanos());
    }
    Duration wait = guard.wait(timeout);
    guard.begin();
    ConsumerRecords<String, byte[]> records = super.poll(wait);
    guard.end(records.isEmpty());
    return records;
  }
}
