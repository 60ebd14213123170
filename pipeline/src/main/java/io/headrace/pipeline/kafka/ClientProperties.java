package io.headrace.pipeline.kafka;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.AbstractConfig;

/**
 * Validates the Kafka client properties of a user and adds defaults. Kafka only logs an unknown
 * name, and with a misspelt {@code security.protocol} a client would connect without encryption.
 */
final class ClientProperties {

  private static final Set<String> KNOWN = known();

  /** Prefix of the names of config providers; the rest is chosen by the user. */
  private static final String SECRETS = AbstractConfig.CONFIG_PROVIDERS_CONFIG;

  private static final int REQUEST_TIMEOUT = 15_000;
  private static final int DELIVERY_TIMEOUT = 60_000;

  private ClientProperties() {}

  /**
   * Checks the properties' names.
   *
   * @throws HeadraceException INVALID_CONFIG for a name that is not a property of a Kafka client
   */
  static Map<String, String> checked(Map<String, String> properties) {
    for (String name : properties.keySet()) {
      if (!KNOWN.contains(name) && !name.startsWith(SECRETS)) {
        throw new HeadraceException(
            ErrorCode.INVALID_CONFIG,
            "[kafka.properties] Kafka's clients have no setting '%s'; correct its name or leave it out"
                .formatted(name));
      }
    }
    return Map.copyOf(properties);
  }

  /** Properties of any client; the user's take precedence. */
  static Map<String, Object> common(String bootstrapServers, Map<String, String> properties) {
    Map<String, Object> config = new HashMap<>(properties);
    config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    config.putIfAbsent(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT);
    config.putIfAbsent(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 2_000);
    return config;
  }

  /** Properties of a producer; the user's take precedence, except for acks and idempotence. */
  static Map<String, Object> producer(String bootstrapServers, Map<String, String> properties) {
    Map<String, Object> config = common(bootstrapServers, properties);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, KafkaClients.MAX_EVENT_BYTES);
    config.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 2);
    config.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, 256 << 10);
    config.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    config.putIfAbsent(ProducerConfig.BUFFER_MEMORY_CONFIG, 2L * KafkaClients.MAX_EVENT_BYTES);
    config.putIfAbsent(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, deliveryTimeout(config));
    return config;
  }

  /** Kafka requires at least the request time-out plus the linger time, in ms. */
  private static int deliveryTimeout(Map<String, Object> config) {
    long needed =
        millis(config, CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG)
            + millis(config, ProducerConfig.LINGER_MS_CONFIG);
    return Math.clamp(needed, DELIVERY_TIMEOUT, Integer.MAX_VALUE);
  }

  /** The value in ms, 0 for one that is not a number, which Kafka rejects itself. */
  private static long millis(Map<String, Object> config, String name) {
    try {
      return Long.parseLong(String.valueOf(config.get(name)).strip());
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /**
   * Creates a client.
   *
   * @throws HeadraceException UNREACHABLE_BROKER when no broker's name can be resolved now,
   *     INVALID_CONFIG when Kafka rejects a property
   */
  static <T> T client(String bootstrapServers, Supplier<T> constructor) {
    try {
      return constructor.get();
    } catch (KafkaException e) {
      throw failed(bootstrapServers, e);
    }
  }

  private static HeadraceException failed(String bootstrapServers, KafkaException failure) {
    Throwable root = root(failure);
    return KafkaErrors.isUnknownHost(root)
        ? new HeadraceException(
            ErrorCode.UNREACHABLE_BROKER,
            "[kafka] no host of %s has an address; correct kafka.bootstrap-servers or look at this machine's name service"
                .formatted(bootstrapServers),
            failure)
        : new HeadraceException(
            ErrorCode.INVALID_CONFIG,
            "[kafka] no client can be made: %s; correct kafka.properties or kafka.bootstrap-servers"
                .formatted(root.getMessage()),
            failure);
  }

  private static Throwable root(Throwable failure) {
    Throwable cause = failure.getCause();
    return cause == null ? failure : root(cause);
  }

  private static Set<String> known() {
    Set<String> names = new TreeSet<>(AdminClientConfig.configNames());
    names.addAll(ConsumerConfig.configNames());
    names.addAll(ProducerConfig.configNames());
    return names;
  }
}
