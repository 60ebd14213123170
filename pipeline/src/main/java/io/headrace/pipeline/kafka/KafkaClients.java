package io.headrace.pipeline.kafka;

import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.event.EventSerializer;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Creates the Kafka clients of a run with common settings. The caller owns and closes each client.
 *
 * <p>Consumers return bytes, which the caller decodes, so that an undecodable record can be written
 * to the dead letters unchanged. Safe for all threads; of the clients only producers are.
 *
 * @param bootstrapServers the broker as {@code host:port,…}
 * @param properties passed to every client, such as security settings and time-outs; they override
 *     Headrace's defaults, except those that its delivery guarantees need
 * @param codec the events' encoding
 */
public record KafkaClients(
    String bootstrapServers, Map<String, String> properties, EventCodec codec) {

  /** Maximum size of an event in bytes; fits a group of 16 traces of 128k tokens. */
  public static final int MAX_EVENT_BYTES = 64 << 20;

  public KafkaClients {
    properties = ClientProperties.checked(properties);
  }

  /** An idempotent producer that waits for all replicas. */
  public EventProducer producer() {
    return producer(Map.of());
  }

  /**
   * A transactional producer; a newer one with the same id fences this one.
   *
   * @param transactionalId unique to the role in the run
   * @param timeout after which the broker aborts an unfinished transaction
   */
  public EventProducer transactionalProducer(String transactionalId, Duration timeout) {
    return producer(
        Map.of(
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            transactionalId,
            ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
            (int) timeout.toMillis()));
  }

  private EventProducer producer(Map<String, Object> extra) {
    Map<String, Object> config = ClientProperties.producer(bootstrapServers, properties);
    config.putAll(extra);
    return new EventProducer(
        ClientProperties.client(
            bootstrapServers,
            () -> new KafkaProducer<>(config, new StringSerializer(), new EventSerializer(codec))));
  }

  /**
   * A consumer that reads committed records only, starts at the beginning and does not commit
   * offsets automatically.
   *
   * @param groupId the consumer group
   */
  public KafkaConsumer<String, byte[]> consumer(String groupId) {
    return consumer(groupId, Map.of());
  }

  /**
   * A consumer for displays of a run: the broker batches records for up to 200 ms, which takes it
   * less work than a response per record.
   *
   * @param groupId the consumer group
   */
  public KafkaConsumer<String, byte[]> watcher(String groupId) {
    return consumer(
        groupId,
        Map.of(
            ConsumerConfig.FETCH_MIN_BYTES_CONFIG,
            1 << 20,
            ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
            200));
  }

  private KafkaConsumer<String, byte[]> consumer(String groupId, Map<String, Object> defaults) {
    Map<String, Object> config = ClientProperties.common(bootstrapServers, properties);
    defaults.forEach(config::putIfAbsent);
    config.put(ConsumerConfig.GROUP_ID_CONFIG, groupId);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.putIfAbsent(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 8 << 20);
    return ClientProperties.client(
        bootstrapServers,
        () -> new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer()));
  }

  /**
   * A member of a share group (KIP-932) that acknowledges each record explicitly. It acquires at
   * most {@code maxPollRecords} records, so that none is buffered in the client while its
   * acquisition lock runs.
   *
   * @param groupId the share group; configured with {@link ShareGroups#configure}
   * @param maxPollRecords maximum number of records returned by a poll
   */
  public KafkaShareConsumer<String, byte[]> shareConsumer(String groupId, int maxPollRecords) {
    Map<String, Object> config = ClientProperties.common(bootstrapServers, properties);
    config.put(ConsumerConfig.GROUP_ID_CONFIG, groupId);
    config.put(ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG, "explicit");
    config.put(ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG, "record_limit");
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, maxPollRecords);
    return ClientProperties.client(bootstrapServers, () -> new PacedShareConsumer(config));
  }

  /** An admin client. */
  public Admin admin() {
    Map<String, Object> config = ClientProperties.common(bootstrapServers, properties);
    config.putIfAbsent(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, 30_000);
    return ClientProperties.client(bootstrapServers, () -> Admin.create(config));
  }
}
