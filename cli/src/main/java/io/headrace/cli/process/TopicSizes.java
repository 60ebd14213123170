package io.headrace.cli.process;

import io.headrace.pipeline.kafka.Topics;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Sizes of a run's topics, in offsets. */
public final class TopicSizes {

  private TopicSizes() {}

  /** Offsets from beginning to end by full name; topics that do not exist are left out. */
  public static SequencedMap<String, Long> of(Admin admin, List<RunTopic> topics) {
    var names = Topics.await(admin.listTopics().names(), "listing topics");
    SequencedMap<String, Long> sizes = new LinkedHashMap<>();
    for (RunTopic topic : topics) {
      if (names.contains(topic.name())) {
        sizes.put(topic.name(), size(admin, topic.name()));
      }
    }
    return sizes;
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
