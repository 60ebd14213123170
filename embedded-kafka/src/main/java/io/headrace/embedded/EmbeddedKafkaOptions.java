package io.headrace.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Options of an embedded broker.
 *
 * @param folder data folder; created if it does not exist, reused otherwise
 * @param port TCP port on loopback for clients; 0 selects a free one
 * @param shareLockDuration acquisition lock of a share group's record, after which it is delivered
 *     to another consumer; from one second to one hour
 * @param settings further broker settings under Kafka's names; they override the defaults
 */
public record EmbeddedKafkaOptions(
    Path folder, int port, Duration shareLockDuration, Map<String, String> settings) {

  /** Kafka's default acquisition lock of a share group's record. */
  public static final Duration DEFAULT_SHARE_LOCK = Duration.ofSeconds(30);

  static final Duration SHORTEST_SHARE_LOCK = Duration.ofSeconds(1);
  static final Duration LONGEST_SHARE_LOCK = Duration.ofHours(1);

  public EmbeddedKafkaOptions {
    Objects.requireNonNull(folder, "folder");
    settings = Map.copyOf(settings);
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException(
          "port is " + port + "; give a port from 1 to 65535, or 0 for any free one");
    }
    if (shareLockDuration.compareTo(SHORTEST_SHARE_LOCK) < 0
        || shareLockDuration.compareTo(LONGEST_SHARE_LOCK) > 0) {
      throw new IllegalArgumentException(
          "shareLockDuration is %s; give a duration from %s to %s"
              .formatted(shareLockDuration, SHORTEST_SHARE_LOCK, LONGEST_SHARE_LOCK));
    }
  }

  /** A broker in {@code folder} on any free port, with default settings. */
  public static EmbeddedKafkaOptions in(Path folder) {
    return new EmbeddedKafkaOptions(folder, 0, DEFAULT_SHARE_LOCK, Map.of());
  }

  /** A copy with another port; 0 selects a free one. */
  public EmbeddedKafkaOptions withPort(int newPort) {
    return new EmbeddedKafkaOptions(folder, newPort, shareLockDuration, settings);
  }

  /** A copy with another lock duration of share groups. */
  public EmbeddedKafkaOptions withShareLockDuration(Duration duration) {
    return new EmbeddedKafkaOptions(folder, port, duration, settings);
  }

  /** A copy with one more broker setting under Kafka's name, such as {@code num.io.threads}. */
  public EmbeddedKafkaOptions withSetting(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(settings);
    more.put(name, value);
    return new EmbeddedKafkaOptions(folder, port, shareLockDuration, more);
  }
}
