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
 * The assembler's topology: tasks, traces and verdicts of a partition meet in one processor with
 * two stores, which writes scored groups, evaluations, outcomes and dead letters.
 *
 * <p>Everything travels as bytes, so that a record that can't be decoded reaches the processor and
 * from there the dead letters in the same transaction. Traces are not stored: the state names their
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

  /** Room that keys and framing take in a batch beside the event itself. */
  private static final int FRAMING_BYTES = 1 << 20;

  private AssemblerTopology() {}

  /** Builds the topology. */
  static Topology of(AssemblerPlan plan) {
    Topology topology = new Topology();
    for (Topic input : INPUTS) {
      topology.addSource(
          input.suffix(),
          new ByteArrayDeserializer(),
          new ByteArrayDeserializer(),
          input.of(plan.run()));
    }
    topology.addProcessor(
        ASSEMBLER,
        () -> new GroupProcessor(plan),
        INPUTS.stream().map(Topic::suffix).toArray(String[]::new));
    topology.addStateStore(store(GROUPS, new GroupStateSerde()), ASSEMBLER);
    topology.addStateStore(store(EVENTS, Serdes.ByteArray()), ASSEMBLER);
    for (OutputTopic outlet : OutputTopic.values()) {
      topology.addSink(
          outlet.sink(),
          outlet.topic().of(plan.run()),
          new ByteArraySerializer(),
          new ByteArraySerializer(),
          ASSEMBLER);
    }
    return topology;
  }

  /** The topics read, which must have the same number of partitions. */
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
