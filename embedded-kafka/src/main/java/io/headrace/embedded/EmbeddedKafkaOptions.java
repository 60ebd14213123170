package io.headrace.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * How an embedded broker is started.
 *
 * @param folder where it keeps its data; made when it is not there, reused when it is
 * @param port TCP port on loopback that clients connect to, 0 for any free one
 * @param shareLockDuration how long a record of a share group is held for a consumer before it is
 *     delivered to another; at least one second
 * @param settings further broker settings under Kafka's own names; they win over ours
 */
public record EmbeddedKafkaOptions(
    Path folder, int port, Duration shareLockDuration, Map<String, String> settings) {

  /** Kafka's own default of the lock of a share group's record. */
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

  /** The same on another port; 0 for any free one. */
  public EmbeddedKafkaOptions withPort(int newPort) {
    return new EmbeddedKafkaOptions(folder, newPort, shareLockDuration, settings);
  }

  /** The same with another lock duration of share groups. */
  public EmbeddedKafkaOptions withShareLockDuration(Duration duration) {
    return new EmbeddedKafkaOptions(folder, port, duration, settings);
  }

  /**
   * The same with one more broker setting under Kafka's own name, such as {@code num.io.threads}.
   */
  public EmbeddedKafkaOptions withSetting(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(settings);
    more.put(name, value);
    return new EmbeddedKafkaOptions(folder, port, shareLockDuration, more);
  }
}
