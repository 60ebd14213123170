package io.headrace.reward.streams;

import io.headrace.schemas.topics.Topic;
import java.util.List;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;

/**
 * The topology of preference pairs: one processor reads scored groups and writes pairs and dead
 * letters. It has no store: each group is on the log once, and its pairs depend on nothing else.
 */
final class PairTopology {

  private static final String SELECTION = "pair-selection";

  private PairTopology() {}

  /** The application id, which is also the consumer group. */
  static String applicationId(String run) {
    return run + ".preference-pairs";
  }

  /** Builds the topology. */
  static Topology of(PairResources resources) {
    Topology topology = new Topology();
    topology.addSource(
        Topic.SCORED_GROUPS.suffix(),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        Topic.SCORED_GROUPS.of(resources.run()));
    topology.addProcessor(
        SELECTION, () -> new PairProcessor(resources), Topic.SCORED_GROUPS.suffix());
    for (Topic output : List.of(Topic.PREFERENCE_PAIRS, Topic.DEAD_LETTERS)) {
      topology.addSink(
          sink(output),
          output.of(resources.run()),
          new ByteArraySerializer(),
          new ByteArraySerializer(),
          SELECTION);
    }
    return topology;
  }

  /** The input topics. */
  static List<Topic> inputs() {
    return List.of(Topic.SCORED_GROUPS);
  }

  /** Name of a topic's sink. */
  static String sink(Topic output) {
    return "to-" + output.suffix();
  }
}
