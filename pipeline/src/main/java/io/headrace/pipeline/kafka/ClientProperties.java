package io.headrace.pipeline.kafka;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.AbstractConfig;

/**
 * What a user passes to Kafka's clients, checked: Kafka itself only logs a name it does not know,
 * and a misspelt {@code security.protocol} would go over the wire in plain text.
 */
final class ClientProperties {

  private static final Set<String> KNOWN = known();

  /** Where secrets are read from; the rest of the name is the user's. */
  private static final String SECRETS = AbstractConfig.CONFIG_PROVIDERS_CONFIG;

  private ClientProperties() {}

  /**
   * Checks the names.
   *
   * @throws HeadraceException INVALID_CONFIG for a name that no client of Kafka has
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

  /**
   * Makes a client.
   *
   * @throws HeadraceException INVALID_CONFIG when Kafka refuses what it is given
   */
  static <T> T client(Supplier<T> making) {
    try {
      return making.get();
    } catch (KafkaException e) {
      throw new HeadraceException(
          ErrorCode.INVALID_CONFIG,
          "[kafka] no client can be made: %s; correct kafka.properties or kafka.bootstrap-servers"
              .formatted(root(e).getMessage()),
          e);
    }
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
