package io.headrace.pipeline.kafka;

import io.headrace.pipeline.config.KafkaConfig;
import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.id.LearnerId;
import io.headrace.pipeline.id.RunId;
import io.headrace.schemas.topics.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates and deletes a run's topics. Every call has a deadline. */
public final class Topics {

  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final Duration RETRY = Duration.ofMillis(20);

  /** The topics that each learner of a run has for itself; those of the default are the run's. */
  public static final List<Topic> OF_A_LEARNER =
      List.of(Topic.WEIGHTS, Topic.WEIGHT_CHUNKS, Topic.STEPS);

  private Topics() {}

  /**
   * Creates the topics of a run that do not exist; the others stay unchanged. Returns when the
   * broker lists all of them and the leader of each partition accepts records.
   *
   * @throws HeadraceException as {@link #await}; BROKER_REFUSED names all topics that this client
   *     may not create
   */
  public static void create(Admin admin, RunId run, KafkaConfig config) {
    create(
        admin,
        run,
        Arrays.stream(Topic.values()).map(t -> newTopic(t, run.value(), config)).toList());
  }

  /**
   * Creates the topics that a learner writes, where they are not the run's own.
   *
   * @throws HeadraceException as {@link #create(Admin, RunId, KafkaConfig)}
   */
  public static void create(Admin admin, RunId run, LearnerId learner, KafkaConfig config) {
    String names = learner.topics(run.value());
    create(admin, run, OF_A_LEARNER.stream().map(t -> newTopic(t, names, config)).toList());
  }

  private static void create(Admin admin, RunId run, List<NewTopic> topics) {
    String what = "creating topics of run " + run;
    CreateTopicsResult result = admin.createTopics(topics);
    Map<String, Uuid> created = new HashMap<>();
    SortedSet<String> refused = new TreeSet<>();
    for (var each : result.values().entrySet()) {
      try {
        if (succeeds(each.getValue(), TopicExistsException.class, what)) {
          created.put(each.getKey(), await(result.topicId(each.getKey()), what));
        }
      } catch (HeadraceException e) {
        requireNotAuthorized(e);
        refused.add(each.getKey());
      }
    }
    requireNone(refused, run);
    awaitListed(admin, created, what);
    awaitLeaders(admin, result.values().keySet(), what);
  }

  private static void requireNotAuthorized(HeadraceException failure) {
    if (!(failure.getCause() instanceof TopicAuthorizationException)) {
      throw failure;
    }
  }

  /** Throws an exception with the refused topics, which Kafka's message does not name. */
  private static void requireNone(SortedSet<String> refused, RunId run) {
    if (!refused.isEmpty()) {
      throw new HeadraceException(
          ErrorCode.BROKER_REFUSED,
          "[kafka] the principal of kafka.properties may not create the topics %s of run %s; allow it to create and describe them in the broker's access control list"
              .formatted(String.join(", ", refused), run));
    }
  }

  /**
   * Waits until the broker lists the created topics. The controller's metadata reaches a broker
   * with a delay, also for an earlier topic of the same name that was deleted.
   */
  private static void awaitListed(Admin admin, Map<String, Uuid> created, String what) {
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (!areListed(admin, created, what)) {
      if (System.nanoTime() > end) {
        throw BrokerFailure.toException(
            what, new TimeoutException("the broker does not show all of them"));
      }
      LockSupport.parkNanos(RETRY.toNanos());
    }
  }

  /**
   * Waits until the leaders have opened the partitions. A leader that has not may reject the first
   * batch of a producer and accept the second one; the retries of the first are then out of
   * sequence until its delivery time-out (KAFKA-15591).
   */
  private static void awaitLeaders(Admin admin, Collection<String> topics, String what) {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    for (TopicDescription topic :
        await(admin.describeTopics(topics).allTopicNames(), what).values()) {
      for (TopicPartitionInfo partition : topic.partitions()) {
        ends.put(new TopicPartition(topic.name(), partition.partition()), OffsetSpec.latest());
      }
    }
    await(admin.listOffsets(ends).all(), what);
  }

  private static boolean areListed(Admin admin, Map<String, Uuid> created, String what) {
    try {
      return await(admin.describeTopics(created.keySet()).allTopicNames(), what).values().stream()
          .allMatch(shown -> shown.topicId().equals(created.get(shown.name())));
    } catch (HeadraceException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return false;
      }
      throw e;
    }
  }

  /** The further learners of a run, by the topics that the broker lists; sorted by id. */
  public static List<LearnerId> furtherLearners(Admin admin, RunId run) {
    String prefix = run + ".";
    String suffix = Topic.STEPS.of("");
    return await(admin.listTopics().names(), "listing topics of run " + run).stream()
        .filter(name -> name.startsWith(prefix) && name.endsWith(suffix))
        .filter(name -> name.length() > prefix.length() + suffix.length())
        .map(name -> name.substring(prefix.length(), name.length() - suffix.length()))
        .sorted()
        .map(LearnerId::new)
        .toList();
  }

  /** Deletes the topics of a run and of all its learners; those that do not exist are skipped. */
  public static void delete(Admin admin, RunId run) {
    List<String> names = new ArrayList<>();
    Arrays.stream(Topic.values()).map(topic -> topic.of(run.value())).forEach(names::add);
    for (LearnerId learner : furtherLearners(admin, run)) {
      OF_A_LEARNER.forEach(topic -> names.add(topic.of(learner.topics(run.value()))));
    }
    for (KafkaFuture<Void> deleted : admin.deleteTopics(names).topicNameValues().values()) {
      var _ =
          succeeds(
              deleted, UnknownTopicOrPartitionException.class, "deleting topics of run " + run);
    }
  }

  private static NewTopic newTopic(Topic topic, String run, KafkaConfig config) {
    Topic.Retention retention = topic.retention();
    return new NewTopic(
            topic.of(run), topic.partitions(config.partitions()), (short) config.replication())
        .configs(
            Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                cleanup(retention),
                TopicConfig.RETENTION_MS_CONFIG,
                String.valueOf(retention.time().toMillis()),
                TopicConfig.RETENTION_BYTES_CONFIG,
                String.valueOf(retention.bytes()),
                TopicConfig.SEGMENT_BYTES_CONFIG,
                String.valueOf(retention.segmentBytes()),
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                String.valueOf(KafkaClients.MAX_EVENT_BYTES)));
  }

  private static String cleanup(Topic.Retention retention) {
    return switch (retention) {
      case NEWEST -> TopicConfig.CLEANUP_POLICY_COMPACT;
      case NEWEST_OF_A_DAY ->
          TopicConfig.CLEANUP_POLICY_COMPACT + "," + TopicConfig.CLEANUP_POLICY_DELETE;
      case RUN, SIZE, SHORT -> TopicConfig.CLEANUP_POLICY_DELETE;
    };
  }

  /**
   * Waits for an admin call.
   *
   * @param what the action, for the message
   * @throws HeadraceException UNREACHABLE_BROKER when the broker does not answer in time,
   *     INVALID_CONFIG when it rejects this client's credentials or settings, BROKER_REFUSED when
   *     it denies the call
   */
  public static <T> T await(KafkaFuture<T> future, String what) {
    try {
      return future.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw BrokerFailure.toException(what, e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      throw BrokerFailure.toException(what, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw BrokerFailure.toException(what, new TimeoutException("interrupted while waiting"));
    }
  }

  /** Waits for a call; false when it failed with the accepted exception. */
  private static boolean succeeds(
      KafkaFuture<Void> call, Class<? extends Exception> accepted, String what) {
    try {
      await(call, what);
      return true;
    } catch (HeadraceException e) {
      if (accepted.isInstance(e.getCause())) {
        return false;
      }
      throw e;
    }
  }
}
