package io.headrace.embedded;

import java.nio.file.Path;
import java.util.Properties;

/**
 * The broker's settings for one node on loopback: internal topics with one replica, no initial
 * rebalance delay, small buffers, and a record size large enough for weights chunks.
 */
final class BrokerSettings {
  static final int NODE_ID = 1;
  static final String CLIENT_LISTENER = "CLIENT";
  static final String CONTROLLER_LISTENER = "CONTROLLER";

  private static final int MEBIBYTE = 1 << 20;
  private static final int MAX_MESSAGE_BYTES = 64 * MEBIBYTE;

  private BrokerSettings() {}

  static Properties of(EmbeddedKafkaOptions options, Path logFolder, LoopbackSockets sockets) {
    Properties properties = new Properties();
    identity(properties, logFolder, sockets);
    internalTopics(properties);
    groups(properties);
    shareGroups(properties, options);
    storage(properties);
    threadsAndDeadlines(properties);
    properties.putAll(options.settings());
    return properties;
  }

  private static void identity(Properties p, Path logFolder, LoopbackSockets sockets) {
    String client = CLIENT_LISTENER + "://" + sockets.clientAddress();
    p.put("process.roles", "broker,controller");
    p.put("node.id", String.valueOf(NODE_ID));
    p.put("controller.quorum.voters", NODE_ID + "@" + sockets.controllerAddress());
    p.put("controller.listener.names", CONTROLLER_LISTENER);
    p.put("inter.broker.listener.name", CLIENT_LISTENER);
    p.put("listeners", client + "," + CONTROLLER_LISTENER + "://" + sockets.controllerAddress());
    p.put("advertised.listeners", client);
    p.put(
        "listener.security.protocol.map",
        CLIENT_LISTENER + ":PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT");
    p.put("log.dirs", logFolder.toString());
    p.put("auto.create.topics.enable", "false");
    p.put("metric.reporters", "");
  }

  private static void internalTopics(Properties p) {
    p.put("default.replication.factor", "1");
    p.put("min.insync.replicas", "1");
    p.put("offsets.topic.replication.factor", "1");
    p.put("offsets.topic.num.partitions", "4");
    p.put("transaction.state.log.replication.factor", "1");
    p.put("transaction.state.log.min.isr", "1");
    p.put("transaction.state.log.num.partitions", "4");
    p.put("share.coordinator.state.topic.replication.factor", "1");
    p.put("share.coordinator.state.topic.min.isr", "1");
    p.put("share.coordinator.state.topic.num.partitions", "4");
  }

  /** Assigns partitions to a group's members at their first or second heartbeat, in about 1 s. */
  private static void groups(Properties p) {
    p.put("group.initial.rebalance.delay.ms", "0");
    p.put("group.streams.initial.rebalance.delay.ms", "0");
    for (String kind : new String[] {"consumer", "share", "streams"}) {
      p.put("group." + kind + ".assignment.interval.ms", "0");
      p.put("group." + kind + ".min.heartbeat.interval.ms", "500");
      p.put("group." + kind + ".heartbeat.interval.ms", "1000");
    }
    p.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
  }

  private static void shareGroups(Properties p, EmbeddedKafkaOptions options) {
    p.put(
        "group.share.record.lock.duration.ms",
        String.valueOf(options.shareLockDuration().toMillis()));
    p.put(
        "group.share.min.record.lock.duration.ms",
        String.valueOf(EmbeddedKafkaOptions.SHORTEST_SHARE_LOCK.toMillis()));
    p.put(
        "group.share.max.record.lock.duration.ms",
        String.valueOf(EmbeddedKafkaOptions.LONGEST_SHARE_LOCK.toMillis()));
    p.put("group.share.initialize.retry.interval.ms", "1000");
    // Kafka's maximum. A record that was delivered this often is archived without a dead letter.
    p.put("group.share.max.delivery.count.limit", "25");
    // Time after which a dead member's partitions are assigned to other members.
    p.put("group.share.min.session.timeout.ms", "5000");
    p.put("group.share.session.timeout.ms", "10000");
  }

  private static void storage(Properties p) {
    p.put("message.max.bytes", String.valueOf(MAX_MESSAGE_BYTES));
    p.put("replica.fetch.max.bytes", String.valueOf(MAX_MESSAGE_BYTES));
    p.put("log.preallocate", "false");
    p.put("log.segment.bytes", String.valueOf(256 * MEBIBYTE));
    p.put("log.index.size.max.bytes", String.valueOf(MEBIBYTE));
    p.put("log.cleaner.dedupe.buffer.size", String.valueOf(4 * MEBIBYTE));
    for (String topic : new String[] {"offsets.topic", "transaction.state.log"}) {
      p.put(topic + ".segment.bytes", String.valueOf(16 * MEBIBYTE));
    }
    p.put("share.coordinator.state.topic.segment.bytes", String.valueOf(16 * MEBIBYTE));
  }

  private static void threadsAndDeadlines(Properties p) {
    p.put("num.network.threads", "2");
    p.put("num.io.threads", "4");
    p.put("background.threads", "4");
    p.put("group.coordinator.threads", "1");
    p.put("remote.log.reader.threads", "1");
    p.put("server.max.startup.time.ms", "60000");
  }
}
