package io.headrace.reward.streams;

import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.schemas.topics.Topic;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The assembler's topology: one processor with two stores reads tasks, traces and verdicts of a
 * partition and writes scored groups, held-out groups, outcomes and dead letters.
 *
 * <p>Records are passed as bytes, so that an undecodable one reaches the processor, which writes it
 * to the dead letters in the same transaction. Traces are not stored: the state contains their
 * offsets.
 */
final class AssemblerTopology {

  /** The store with one entry per group. */
  static final String GROUPS = "groups";

  /** The store with one entry per request and verdict of an open group. */
  static final String EVENTS = "events";

  private static final String ASSEMBLER = "assembler";
  private static final List<Topic> INPUTS = List.of(Topic.TASKS, Topic.TRACES, Topic.VERDICTS);

  private static final int CHANGELOG_SEGMENT_BYTES = 128 << 20;

  /** Maximum overhead of keys and framing in addition to the event, in bytes. */
  private static final int FRAMING_BYTES = 1 << 20;

  private AssemblerTopology() {}

  /** The application id: the consumer group and the prefix of the changelog topics. */
  static String applicationId(String run) {
    return run + ".assembler";
  }

  /** Builds the topology. */
  static Topology of(AssemblerResources resources) {
    Topology topology = new Topology();
    for (Topic input : INPUTS) {
      topology.addSource(
          input.suffix(),
          new ByteArrayDeserializer(),
          new ByteArrayDeserializer(),
          input.of(resources.run()));
    }
    topology.addProcessor(
        ASSEMBLER,
        () -> new GroupProcessor(resources),
        INPUTS.stream().map(Topic::suffix).toArray(String[]::new));
    topology.addStateStore(store(GROUPS, new GroupStateSerde()), ASSEMBLER);
    topology.addStateStore(store(EVENTS, Serdes.ByteArray()), ASSEMBLER);
    for (OutputTopic output : OutputTopic.values()) {
      topology.addSink(
          output.sink(),
          output.topic().of(resources.run()),
          new ByteArraySerializer(),
          new ByteArraySerializer(),
          ASSEMBLER);
    }
    return topology;
  }

  /** The input topics, which must have the same number of partitions. */
  static List<Topic> inputs() {
    return INPUTS;
  }

  private static <V> StoreBuilder<KeyValueStore<String, V>> store(String name, Serde<V> values) {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(name), Serdes.String(), values)
        .withCachingEnabled()
        .withLoggingEnabled(
            Map.of(
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                String.valueOf(KafkaClients.MAX_EVENT_BYTES + FRAMING_BYTES),
                TopicConfig.SEGMENT_BYTES_CONFIG,
                String.valueOf(CHANGELOG_SEGMENT_BYTES)));
  }
}
