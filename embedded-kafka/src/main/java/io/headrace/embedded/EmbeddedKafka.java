package io.headrace.embedded;

import io.headrace.embedded.EmbeddedKafkaException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka broker and KRaft controller in this JVM, on loopback only. Its data is in a folder:
 * after a restart in the same folder all topics, offsets and transactions are available again.
 *
 * <p>Share groups and transactions work as on a cluster; every internal topic has one replica.
 * Topics are not created automatically. The folder is locked while the broker runs.
 *
 * <p>Safe for all threads. {@link #close()} stops the broker in about a second; close clients
 * before, or they keep trying to reconnect.
 */
public final class EmbeddedKafka implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(EmbeddedKafka.class);

  private final DataFolder folder;
  private final LoopbackSockets sockets;
  private final KafkaNode node;
  private final FatalFaults faults;
  private final String bootstrapServers;
  private boolean closed;

  private EmbeddedKafka(
      DataFolder folder, LoopbackSockets sockets, KafkaNode node, FatalFaults faults) {
    this.folder = folder;
    this.sockets = sockets;
    this.node = node;
    this.faults = faults;
    this.bootstrapServers = sockets.clientAddress();
  }

  /** Starts a broker in {@code folder} on any free port. */
  public static EmbeddedKafka start(Path folder) {
    return start(EmbeddedKafkaOptions.in(folder));
  }

  /**
   * Starts a broker and returns when it accepts clients, usually after about one second.
   *
   * @throws EmbeddedKafkaException when the port is taken, the folder is in use or has other
   *     contents, or Kafka rejects a setting; nothing is left running then
   */
  public static EmbeddedKafka start(EmbeddedKafkaOptions options) {
    long begin = System.nanoTime();
    DataFolder folder = DataFolder.open(options.folder());
    try {
      EmbeddedKafka kafka = startIn(folder, options);
      LOGGER.info(
          "Embedded broker on {} after {} ms, data in {}",
          kafka.bootstrapServers,
          Duration.ofNanos(System.nanoTime() - begin).toMillis(),
          options.folder());
      return kafka;
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  private static EmbeddedKafka startIn(DataFolder folder, EmbeddedKafkaOptions options) {
    LoopbackSockets sockets = LoopbackSockets.bind(options.port());
    FatalFaults faults = new FatalFaults();
    HaltGuard.add(faults);
    try {
      var settings = BrokerSettings.of(options, folder.logFolder(), sockets);
      KafkaNode node = KafkaNode.of(settings, sockets.factory(), faults);
      node.start();
      return new EmbeddedKafka(folder, sockets, node, faults);
    } catch (RuntimeException e) {
      HaltGuard.remove(faults);
      closeSockets(sockets);
      throw explain(e, options.folder());
    }
  }

  /** The bootstrap servers for clients: {@code 127.0.0.1:port}. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  /** The cluster's id, the same at every start in the same folder. */
  public String clusterId() {
    return node.clusterId();
  }

  /**
   * The first fatal fault, such as a full disk of its metadata log; empty if there was none.
   * Restart the broker to recover.
   */
  public Optional<String> fault() {
    return faults.first();
  }

  /** Stops the broker and unlocks its folder, whose data is kept. A second call does nothing. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try (folder) {
      node.stop();
      closeSockets(sockets);
    } finally {
      HaltGuard.remove(faults);
    }
  }

  private static void closeSockets(LoopbackSockets sockets) {
    try {
      sockets.close();
    } catch (IOException e) {
      LOGGER.warn("A listening socket of the embedded broker did not close: {}", e.toString());
    }
  }

  private static RuntimeException explain(RuntimeException e, Path folder) {
    String advice =
        switch (e) {
          case ConfigException _ -> "correct the broker setting that it names";
          case KafkaException _ ->
              "look at the log of the broker above, or start in an empty folder";
          default -> "look at the log of the broker above";
        };
    return new EmbeddedKafkaException(
        Reason.START_FAILED,
        "[folder=%s] the embedded broker did not start: %s; %s"
            .formatted(folder, e.getMessage(), advice),
        e);
  }
}
