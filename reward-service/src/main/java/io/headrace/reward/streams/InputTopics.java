package io.headrace.reward.streams;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.kafka.Topics;
import io.headrace.schemas.topics.Topic;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Checks before the start that the input topics exist and are co-partitioned. */
final class InputTopics {

  private InputTopics() {}

  /**
   * Checks that the input topics exist and have the same number of partitions.
   *
   * @param inputs the topics
   * @throws HeadraceException MISSING_TOPIC, INVALID_CONFIG or UNREACHABLE_BROKER
   */
  static void check(Admin admin, String run, List<Topic> inputs) {
    Map<String, Integer> partitions = new LinkedHashMap<>();
    for (Topic topic : inputs) {
      String name = topic.of(run);
      partitions.put(name, describe(admin, name).partitions().size());
    }
    if (Set.copyOf(partitions.values()).size() > 1) {
      throw new HeadraceException(
          ErrorCode.INVALID_CONFIG,
          "[run=%s] the topics %s must have the same number of partitions; delete the run's topics and create them again"
              .formatted(run, describe(partitions)));
    }
  }

  private static TopicDescription describe(Admin admin, String name) {
    try {
      return Topics.await(
              admin.describeTopics(List.of(name)).allTopicNames(), "looking for topic " + name)
          .values()
          .iterator()
          .next();
    } catch (HeadraceException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        throw new HeadraceException(
            ErrorCode.MISSING_TOPIC,
            "[topic=%s] the topic does not exist; start the run with 'headrace up', which creates it"
                .formatted(name),
            e);
      }
      throw e;
    }
  }

  private static String describe(Map<String, Integer> partitions) {
    return partitions.entrySet().stream()
        .map(topic -> "%s (%d)".formatted(topic.getKey(), topic.getValue()))
        .collect(Collectors.joining(", "));
  }
}
