package io.headrace.pipeline.kafka;

import io.headrace.pipeline.config.KafkaConfig;
import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.id.RunId;
import io.headrace.schemas.topics.Topic;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates and deletes a run's topics. Every call has a deadline. */
public final class Topics {

  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private Topics() {}

  /**
   * Creates the topics of a run that do not exist; the others stay as they are.
   *
   * @throws HeadraceException UNREACHABLE_BROKER when the broker does not answer in time
   */
  public static void create(Admin admin, RunId run, KafkaConfig config) {
    List<NewTopic> topics =
        Arrays.stream(Topic.values()).map(topic -> newTopic(topic, run, config)).toList();
    for (KafkaFuture<Void> created : admin.createTopics(topics).values().values()) {
      awaitUnless(TopicExistsException.class, created, "creating topics of run " + run);
    }
  }

  /** Deletes the topics of a run; those that do not exist are passed over. */
  public static void delete(Admin admin, RunId run) {
    Collection<String> names =
        Arrays.stream(Topic.values()).map(topic -> topic.of(run.value())).toList();
    for (KafkaFuture<Void> deleted : admin.deleteTopics(names).topicNameValues().values()) {
      awaitUnless(UnknownTopicOrPartitionException.class, deleted, "deleting topics of run " + run);
    }
  }

  /** Makes a share group read its topics from their beginning. */
  public static void readFromStart(Admin admin, String shareGroup) {
    ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, shareGroup);
    AlterConfigOp earliest =
        new AlterConfigOp(
            new ConfigEntry("share.auto.offset.reset", "earliest"), AlterConfigOp.OpType.SET);
    await(
        admin.incrementalAlterConfigs(Map.of(group, List.of(earliest))).all(),
        "setting up share group " + shareGroup);
  }

  private static NewTopic newTopic(Topic topic, RunId run, KafkaConfig config) {
    Topic.Retention retention = topic.retention();
    return new NewTopic(
            topic.of(run.value()),
            topic.partitions(config.partitions()),
            (short) config.replication())
        .configs(
            Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.RETENTION_MS_CONFIG,
                String.valueOf(retention.time().toMillis()),
                TopicConfig.RETENTION_BYTES_CONFIG,
                String.valueOf(retention.bytes()),
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                String.valueOf(KafkaClients.MAX_EVENT_BYTES)));
  }

  /**
   * Waits for an admin call.
   *
   * @param what what is being done, for the message
   * @throws HeadraceException UNREACHABLE_BROKER when it does not answer in time or refuses
   */
  public static <T> T await(KafkaFuture<T> future, String what) {
    try {
      return future.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw failed(what, e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      throw failed(what, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(what, e);
    }
  }

  private static void awaitUnless(
      Class<? extends Exception> accepted, KafkaFuture<Void> future, String what) {
    try {
      await(future, what);
    } catch (HeadraceException e) {
      if (!accepted.isInstance(e.getCause())) {
        throw e;
      }
    }
  }

  private static HeadraceException failed(String what, Throwable cause) {
    String why = cause.getMessage() == null ? "no answer in time" : cause.getMessage();
    return new HeadraceException(
        ErrorCode.UNREACHABLE_BROKER,
        "[kafka] %s failed: %s; check kafka.bootstrap-servers and that the broker runs"
            .formatted(what, why),
        cause);
  }
}
