package io.headrace.cli.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.headrace.pipeline.config.LoadedConfig;
import io.headrace.pipeline.kafka.EventProducer;
import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.pipeline.kafka.Topics;
import io.headrace.schemas.RunStarted;
import io.headrace.schemas.topics.Topic;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** Makes sure that a run's topics exist and that its first event says with what it was started. */
final class RunRegistration {

  /** Settings whose value must not stand in the log. */
  private static final Set<String> SECRETS = Set.of("kafka.properties", "console.token");

  private static final Duration SEND_LIMIT = Duration.ofSeconds(65);

  private RunRegistration() {}

  /** Creates the topics that are missing. */
  static void createTopics(LoadedConfig loaded, KafkaClients kafka) {
    try (Admin admin = kafka.admin()) {
      Topics.create(admin, loaded.config().runId(), loaded.config().kafka());
    }
  }

  /**
   * Writes {@code RunStarted} unless the run has begun; called where the conductor runs.
   *
   * @throws io.headrace.pipeline.error.HeadraceException why the broker did not store it
   */
  static void announce(LoadedConfig loaded, KafkaClients kafka, Clock clock) {
    if (begun(loaded, kafka)) {
      return;
    }
    String run = loaded.config().run();
    RunStarted started =
        RunStarted.newBuilder()
            .setRun(run)
            .setConfiguration(yaml(loaded))
            .setHeadraceVersion(Version.CURRENT)
            .setStartedAt(clock.instant())
            .build();
    try (EventProducer producer = kafka.producer()) {
      producer.sendAndWait(new ProducerRecord<>(Topic.CONTROL.of(run), run, started), SEND_LIMIT);
    }
  }

  private static boolean begun(LoadedConfig loaded, KafkaClients kafka) {
    TopicPartition control = new TopicPartition(Topic.CONTROL.of(loaded.config().run()), 0);
    try (Admin admin = kafka.admin()) {
      var offsets = admin.listOffsets(Map.of(control, OffsetSpec.latest()));
      return Topics.await(offsets.partitionResult(control), "reading the control topic").offset()
          > 0;
    }
  }

  private static String yaml(LoadedConfig loaded) {
    YAMLMapper mapper = new YAMLMapper();
    ObjectNode root = mapper.createObjectNode();
    loaded
        .settings()
        .forEach(
            (path, setting) -> {
              if (!SECRETS.contains(path)) {
                List<String> keys = List.of(path.split("\\.", -1));
                ObjectNode node = root;
                for (String key : keys.subList(0, keys.size() - 1)) {
                  node = node.withObjectProperty(key);
                }
                node.set(keys.getLast(), setting.value());
              }
            });
    try {
      return mapper.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of settings always has a YAML form", e);
    }
  }
}
