package io.headrace.pipeline.config;

import java.util.Map;

/**
 * The broker and the topics.
 *
 * @param mode embedded or external
 * @param bootstrapServers the external broker, empty when embedded
 * @param port the embedded broker's port, 0 for a free one
 * @param partitions partitions of tasks, traces and verdicts
 * @param replication replication factor of the topics
 * @param properties passed to every client
 */
public record KafkaConfig(
    KafkaMode mode,
    String bootstrapServers,
    int port,
    int partitions,
    int replication,
    Map<String, String> properties) {

  public KafkaConfig {
    Check.that(
        mode == KafkaMode.EMBEDDED || !bootstrapServers.isBlank(),
        "kafka.bootstrap-servers",
        "must name the broker as host:port when kafka.mode is external");
    Check.port("kafka.port", port);
    Check.between("kafka.partitions", partitions, 1, Check.MOST_THREADS);
    Check.atLeast("kafka.replication", replication, 1);
    properties = Map.copyOf(properties);
  }
}
