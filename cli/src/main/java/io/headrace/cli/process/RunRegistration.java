package io.headrace.cli.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.headrace.pipeline.config.LoadedConfig;
import io.headrace.pipeline.config.SettingChange;
import io.headrace.pipeline.config.SettingChanges;
import io.headrace.pipeline.kafka.EventProducer;
import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.pipeline.kafka.Topics;
import io.headrace.pipeline.plan.StagePlan;
import io.headrace.schemas.RunStarted;
import io.headrace.schemas.topics.Topic;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Creates a run's topics and records the settings that it was started with. */
final class RunRegistration {

  /** Settings whose value must not be written to the log. */
  private static final Set<String> SECRETS = Set.of("kafka.properties", "console.token");

  /** Number of last records of {@code evals} that contain the newest evaluation's result. */
  private static final long EVALUATIONS = 50;

  private static final Duration SEND_LIMIT = Duration.ofSeconds(65);

  private RunRegistration() {}

  /** Creates missing topics. */
  static void createTopics(LoadedConfig loaded, KafkaClients kafka) {
    try (Admin admin = kafka.admin()) {
      Topics.create(admin, loaded.config().runId(), loaded.config().kafka());
    }
  }

  /**
   * Writes {@code RunStarted} for a new run, and again for one whose settings changed or whose last
   * weights were not measured. Called by the process of the curriculum.
   *
   * @param acceptChanges whether settings that define the run may have changed
   * @return notes for the operator, one line each
   * @throws io.headrace.pipeline.error.HeadraceException SETTINGS_CHANGED when they changed and
   *     that is not accepted; else the broker's failure
   */
  static List<String> announce(
      LoadedConfig loaded, KafkaClients kafka, Clock clock, boolean acceptChanges) {
    RunRecord record = record(loaded, kafka);
    SortedMap<String, String> digests = FileDigests.of(loaded.config());
    List<SettingChange> changes = changes(record, loaded, digests);
    List<String> notes = record.notes(loaded.config().run(), changes, acceptChanges);
    if (record.started().isEmpty() || !changes.isEmpty() || record.unmeasured()) {
      write(started(loaded, digests, clock), kafka);
    }
    return notes;
  }

  /** Checks the settings against the run's; called by processes without the curriculum. */
  static List<String> check(LoadedConfig loaded, KafkaClients kafka, boolean acceptChanges) {
    RunRecord record = record(loaded, kafka);
    List<SettingChange> changes = changes(record, loaded, FileDigests.of(loaded.config()));
    return record.notes(loaded.config().run(), changes, acceptChanges);
  }

  private static List<SettingChange> changes(
      RunRecord record, LoadedConfig loaded, SortedMap<String, String> digests) {
    return record
        .started()
        .map(
            then ->
                SettingChanges.between(then.getConfiguration(), then.getDigests(), loaded, digests))
        .orElse(List.of());
  }

  private static RunRecord record(LoadedConfig loaded, KafkaClients kafka) {
    String run = loaded.config().run();
    RunRecord record = fold(RunRecord.NONE, kafka, Topic.CONTROL.of(run), Long.MAX_VALUE);
    return record.isFinished() ? fold(record, kafka, Topic.EVALS.of(run), EVALUATIONS) : record;
  }

  private static RunRecord fold(RunRecord known, KafkaClients kafka, String topic, long newest) {
    RunRecord record = known;
    try (TopicTail tail = TopicTail.open(kafka, topic, newest)) {
      for (TopicTail.Entry entry : tail.toPresentEnd()) {
        record = entry.event().map(record::apply).orElse(record);
      }
    }
    return record;
  }

  private static RunStarted started(
      LoadedConfig loaded, SortedMap<String, String> digests, Clock clock) {
    return RunStarted.newBuilder()
        .setRun(loaded.config().run())
        .setConfiguration(yaml(loaded))
        .setHeadraceVersion(Version.CURRENT)
        .setStartedAt(clock.instant())
        .setDigests(digests)
        .setPlan(StagePlan.of(loaded.config()).toEvent())
        .build();
  }

  private static void write(RunStarted started, KafkaClients kafka) {
    String run = started.getRun();
    try (EventProducer producer = kafka.producer()) {
      producer.sendAndWait(new ProducerRecord<>(Topic.CONTROL.of(run), run, started), SEND_LIMIT);
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
