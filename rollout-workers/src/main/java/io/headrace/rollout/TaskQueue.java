package io.headrace.rollout;

import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.pipeline.kafka.Topics;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/** Sets up the share group that makes the {@code tasks} topic a queue. */
final class TaskQueue {

  private TaskQueue() {}

  /**
   * Lets the group start at the topic's beginning, and lets the broker deliver a record once more
   * often than workers try it, so that they see it a last time and can say where it ended.
   */
  static void configure(KafkaClients kafka, String group, int maxDeliveries) {
    try (Admin admin = kafka.admin()) {
      Topics.readFromStart(admin, group);
      var limit = new ConfigEntry("share.delivery.count.limit", String.valueOf(maxDeliveries + 1));
      Topics.await(
          admin
              .incrementalAlterConfigs(
                  Map.of(
                      new ConfigResource(ConfigResource.Type.GROUP, group),
                      List.of(new AlterConfigOp(limit, AlterConfigOp.OpType.SET))))
              .all(),
          "setting up share group " + group);
    }
  }
}
