package io.headrace.cli.bench.memory;

import io.headrace.pipeline.config.RunConfig;
import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.pipeline.kafka.Topics;
import io.headrace.schemas.topics.Topic;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/**
 * Limits the retention of topics that grow with every group, so that a run of hours fits on the
 * disk. Such a run can't be continued or replayed, which needs the whole log.
 */
final class BoundedTopics {

  private static final Set<Topic> GROWING =
      EnumSet.of(
          Topic.TASKS,
          Topic.TRACES,
          Topic.VERDICTS,
          Topic.SCORED_GROUPS,
          Topic.EVALS,
          Topic.OUTCOMES,
          Topic.WEIGHTS,
          Topic.WEIGHT_CHUNKS,
          Topic.STEPS,
          Topic.HEARTBEATS);

  private static final int KEPT_BYTES = 64 << 20;
  private static final int SEGMENT_BYTES = 8 << 20;

  private BoundedTopics() {}

  /** Creates missing topics and limits the retention of the growing ones. */
  static void create(KafkaClients kafka, RunConfig config) {
    try (Admin admin = kafka.admin()) {
      Topics.create(admin, config.runId(), config.kafka());
      Map<ConfigResource, Collection<AlterConfigOp>> bounds = new HashMap<>();
      for (Topic topic : GROWING) {
        bounds.put(
            new ConfigResource(ConfigResource.Type.TOPIC, topic.of(config.run())),
            List.of(
                set(TopicConfig.RETENTION_BYTES_CONFIG, KEPT_BYTES),
                set(TopicConfig.SEGMENT_BYTES_CONFIG, SEGMENT_BYTES)));
      }
      Topics.await(admin.incrementalAlterConfigs(bounds).all(), "bounding the topics");
    }
  }

  private static AlterConfigOp set(String name, int value) {
    return new AlterConfigOp(new ConfigEntry(name, String.valueOf(value)), OpType.SET);
  }
}
