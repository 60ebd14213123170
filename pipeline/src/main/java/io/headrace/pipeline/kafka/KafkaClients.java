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
 * Makes the Kafka clients of a run, all set up alike. Whoever gets a client closes it.
 *
 * <p>Consumers hand out bytes: decoding is the reader's, so that a bad record can go to the dead
 * letters whole. Safe for all threads; the clients it makes are not, producers excepted.
 *
 * @param bootstrapServers the broker as {@code host:port,…}
 * @param properties passed to every client, such as security settings and time-outs; they win over
 *     Headrace's own choices, except those that its guarantees rest on
 * @param codec the events' encoding
 */
public record KafkaClients(
    String bootstrapServers, Map<String, String> properties, EventCodec codec) {

  /** Largest event in bytes: a group of 16 traces of 128k tokens fits. */
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

  private EventProducer producer(Map<String, Object> more) {
    Map<String, Object> config = ClientProperties.producer(bootstrapServers, properties);
    config.putAll(more);
    return new EventProducer(
        ClientProperties.client(
            bootstrapServers,
            () -> new KafkaProducer<>(config, new StringSerializer(), new EventSerializer(codec))));
  }

  /**
   * A consumer that sees committed records only, starts at the beginning and commits nothing by
   * itself.
   *
   * @param groupId the consumer group
   */
  public KafkaConsumer<String, byte[]> consumer(String groupId) {
    return consumer(groupId, Map.of());
  }

  /**
   * A consumer for those who show a run: its broker gathers records for up to 200 ms before it
   * answers, which costs a broker less than an answer for each record.
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

  private KafkaConsumer<String, byte[]> consumer(String groupId, Map<String, Object> usual) {
    Map<String, Object> config = ClientProperties.common(bootstrapServers, properties);
    usual.forEach(config::putIfAbsent);
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
   * A member of a share group (KIP-932) that acknowledges each record explicitly. It is given no
   * more records than it hands out, so that none waits in the client while its lock runs out.
   *
   * @param groupId the share group; set up with {@link ShareGroups#configure}
   * @param maxPollRecords records handed out at once
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
