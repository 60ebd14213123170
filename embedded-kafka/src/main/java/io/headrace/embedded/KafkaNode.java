package io.headrace.embedded;

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.FaultHandlerFactory;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server$;
import kafka.server.SharedServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.ServerSocketFactory;
import org.slf4j.LoggerFactory;

/**
 * Broker and controller of one node, assembled from the same parts and in the same order as in
 * Kafka's {@link KafkaRaftServer}. That class itself halts the JVM at a fatal fault and opens its
 * own sockets, neither of which can be replaced by a parameter.
 */
final class KafkaNode {
  private static final Duration SHUTDOWN_LIMIT = Duration.ofSeconds(20);

  private final BrokerServer broker;
  private final ControllerServer controller;

  private KafkaNode(BrokerServer broker, ControllerServer controller) {
    this.broker = broker;
    this.controller = controller;
  }

  static KafkaNode of(
      Properties properties, ServerSocketFactory sockets, FaultHandlerFactory faults) {
    KafkaConfig config = KafkaConfig.fromProps(properties, false);
    var folders =
        KafkaRaftServer.initializeLogDirs(config, LoggerFactory.getLogger(KafkaNode.class), "");
    var metaProperties = folders._1();
    var metrics =
        Server$.MODULE$.initializeMetrics(
            config, Time.SYSTEM, metaProperties.clusterId().orElseThrow());
    var shared =
        new SharedServer(
            config,
            metaProperties,
            Time.SYSTEM,
            metrics,
            CompletableFuture.completedFuture(
                QuorumConfig.parseVoterConnections(config.quorumConfig().voters())),
            List.of(),
            faults,
            sockets);
    return new KafkaNode(
        new BrokerServer(shared),
        new ControllerServer(shared, KafkaRaftServer.configSchema(), folders._2()));
  }

  String clusterId() {
    return broker.clusterId();
  }

  /** Returns when the broker accepts clients; throws when it can't, after stopping everything. */
  void start() {
    try {
      controller.startup();
      broker.startup();
    } catch (RuntimeException e) {
      stop();
      throw e;
    }
  }

  void stop() {
    broker.shutdown(SHUTDOWN_LIMIT);
    controller.shutdown();
  }
}
