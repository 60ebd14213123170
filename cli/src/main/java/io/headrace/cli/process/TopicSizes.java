package io.headrace.cli.process;

import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.pipeline.kafka.Topics;
import io.headrace.schemas.topics.Topic;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Sizes of a run's topics, in offsets. */
public final class TopicSizes {

  private TopicSizes() {}

  /** Offsets from beginning to end by topic; topics that do not exist are left out. */
  public static Map<Topic, Long> of(KafkaClients kafka, String run) {
    try (Admin admin = kafka.admin()) {
      var names = Topics.await(admin.listTopics().names(), "listing topics");
      Map<Topic, Long> sizes = new EnumMap<>(Topic.class);
      for (Topic topic : Topic.values()) {
        if (names.contains(topic.of(run))) {
          sizes.put(topic, size(admin, topic.of(run)));
        }
      }
      return sizes;
    }
  }

  private static long size(Admin admin, String topic) {
    var description =
        Topics.await(admin.describeTopics(List.of(topic)).allTopicNames(), "describing " + topic)
            .get(topic);
    Map<TopicPartition, OffsetSpec> first = new HashMap<>();
    Map<TopicPartition, OffsetSpec> last = new HashMap<>();
    if (description != null) {
      description
          .partitions()
          .forEach(
              partition -> {
                TopicPartition key = new TopicPartition(topic, partition.partition());
                first.put(key, OffsetSpec.earliest());
                last.put(key, OffsetSpec.latest());
              });
    }
    return sum(admin, last) - sum(admin, first);
  }

  private static long sum(Admin admin, Map<TopicPartition, OffsetSpec> partitions) {
    return Topics.await(admin.listOffsets(partitions).all(), "reading offsets").values().stream()
        .mapToLong(ListOffsetsResultInfo::offset)
        .sum();
  }
}
