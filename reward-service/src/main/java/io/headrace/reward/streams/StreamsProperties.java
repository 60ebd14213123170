package io.headrace.reward.streams;

import io.headrace.pipeline.config.AssemblerConfig;
import io.headrace.pipeline.kafka.KafkaClients;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.UsePartitionTimeOnInvalidTimestamp;

/** Configuration of Kafka Streams. */
final class StreamsProperties {

  /** Maximum overhead of a record in addition to its event, in bytes. */
  private static final int FRAMING_BYTES = 1 << 20;

  /**
   * Set only to avoid a warning about a default that will change; no topology has a global store.
   */
  private static final String GLOBAL_EXCEPTION_HANDLER =
      "processing.exception.handler.global.enabled";

  private static final long CACHE_BYTES = 64L << 20;
  private static final Duration IDLE_COMMIT = Duration.ofMillis(250);
  private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(20);

  private StreamsProperties() {}

  /**
   * The properties.
   *
   * @param applicationId the consumer group and the prefix of the changelog topics
   * @param kafka bootstrap servers and the user's client properties
   * @param config threads and commit interval
   * @param replication replication factor of the changelog topics
   * @param folder folder of the stores
   */
  static Properties of(
      String applicationId,
      KafkaClients kafka,
      AssemblerConfig config,
      int replication,
      Path folder) {
    Properties properties = new Properties();
    properties.putAll(kafka.properties());
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.threads());
    properties.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
    properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, replication);
    properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, CACHE_BYTES);
    properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
    properties.put(
        StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG,
        UsePartitionTimeOnInvalidTimestamp.class);
    properties.put(StreamsConfig.ENABLE_METRICS_PUSH_CONFIG, false);
    properties.put(GLOBAL_EXCEPTION_HANDLER, true);
    latency(properties, config.commitInterval());
    consumer(properties);
    producer(properties);
    return properties;
  }

  /**
   * {@link GroupProcessor} requests a commit after it emitted groups. Other commits are not urgent.
   */
  private static void latency(Properties properties, Duration commitInterval) {
    long commit = commitInterval.toMillis();
    properties.put(
        StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, Math.max(commit, IDLE_COMMIT.toMillis()));
    properties.put(StreamsConfig.POLL_MS_CONFIG, Math.clamp(commit, 1, 100));
  }

  private static void consumer(Properties properties) {
    properties.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 256);
    put(properties, ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 4 << 20);
    put(properties, ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int) SESSION_TIMEOUT.toMillis());
    put(properties, ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 2_000);
  }

  private static void put(Properties properties, String setting, Object value) {
    putUnlessGiven(properties, StreamsConfig.consumerPrefix(setting), setting, value);
  }

  private static void producer(Properties properties) {
    int maxRequest = KafkaClients.MAX_EVENT_BYTES + FRAMING_BYTES;
    putProducer(properties, ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxRequest);
    putProducer(properties, ProducerConfig.BUFFER_MEMORY_CONFIG, 2L * maxRequest);
    putProducer(properties, ProducerConfig.BATCH_SIZE_CONFIG, 256 << 10);
    putProducer(properties, ProducerConfig.LINGER_MS_CONFIG, 5);
    // The broker may reject a transaction's first batch until the markers of the last one are
    // written. With one batch in flight that batch is sent again; with several, the following ones
    // are rejected as out of order.
    putProducer(properties, ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    putProducer(properties, ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    putProducer(
        properties,
        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
        (int) TRANSACTION_TIMEOUT.toMillis());
    properties.put(
        StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG),
        String.valueOf(maxRequest));
  }

  private static void putProducer(Properties properties, String setting, Object value) {
    properties.put(StreamsConfig.producerPrefix(setting), value);
  }

  /** A property with a prefix takes precedence over the user's, which has none. */
  private static void putUnlessGiven(
      Properties properties, String prefixed, String setting, Object value) {
    if (!properties.containsKey(setting)) {
      properties.put(prefixed, value);
    }
  }
}
