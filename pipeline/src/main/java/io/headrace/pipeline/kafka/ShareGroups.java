package io.headrace.pipeline.kafka;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidConfigurationException;

/** Sets up share groups (KIP-932), which make topics queues. Every call has a deadline. */
public final class ShareGroups {

  private static final String LIMIT = "share.delivery.count.limit";
  private static final String BOUND = "group.share.max.delivery.count.limit";

  /** Kafka's own bound, tried where this client may not ask the brokers for theirs. */
  private static final int USUAL_BOUND = 10;

  private ShareGroups() {}

  /**
   * How often a record is worked on.
   *
   * @param setting the path of the setting it is from, for messages
   * @param max attempts to work on it; each takes one delivery or more, and the next delivery is
   *     for its dead letter
   */
  public record Deliveries(String setting, int max) {}

  /**
   * Makes a share group read its topics from their beginning, committed records only, and lets the
   * broker deliver a record as often as it may at all: a record that was delivered as often as the
   * group's limit says, the broker archives without a word, so whoever works on it has to write its
   * dead letter before.
   *
   * <p>A process that dies uses up more than one delivery of a record: the broker gives what its
   * member held to an open fetch of another of its members, before it notices that this one is gone
   * too.
   *
   * @return the limit that was set
   * @throws HeadraceException INVALID_CONFIG when the broker does not allow so many deliveries,
   *     else as {@link Topics#await}
   */
  public static int configure(KafkaClients kafka, String group, Deliveries deliveries) {
    try (Admin admin = kafka.admin()) {
      OptionalInt bound = bound(admin);
      int least = deliveries.max() + 1;
      int limit = bound.orElse(Math.max(least, USUAL_BOUND));
      if (least > limit) {
        throw new HeadraceException(ErrorCode.INVALID_CONFIG, tooMany(group, deliveries, bound));
      }
      return IntStream.of(limit, least)
          .distinct()
          .filter(each -> allows(admin, group, each))
          .findFirst()
          .orElseThrow(
              () ->
                  new HeadraceException(
                      ErrorCode.INVALID_CONFIG, tooMany(group, deliveries, OptionalInt.empty())));
    }
  }

  /** Sets the group up with a delivery limit; false when the broker refuses that limit. */
  private static boolean allows(Admin admin, String group, int limit) {
    List<AlterConfigOp> settings = new ArrayList<>(fromStart());
    settings.add(set(LIMIT, String.valueOf(limit)));
    try {
      alter(admin, group, settings);
      return true;
    } catch (HeadraceException e) {
      if (e.getCause() instanceof InvalidConfigurationException refused
          && String.valueOf(refused.getMessage()).contains(LIMIT)) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Makes a share group read its topics from their beginning, committed records only.
   *
   * @throws HeadraceException as {@link Topics#await}
   */
  public static void readFromStart(Admin admin, String group) {
    alter(admin, group, fromStart());
  }

  private static void alter(Admin admin, String group, Collection<AlterConfigOp> settings) {
    var resource = new ConfigResource(ConfigResource.Type.GROUP, group);
    Topics.await(
        admin.incrementalAlterConfigs(Map.of(resource, settings)).all(),
        "setting up share group " + group);
  }

  private static List<AlterConfigOp> fromStart() {
    return List.of(
        set("share.auto.offset.reset", "earliest"), set("share.isolation.level", "read_committed"));
  }

  private static AlterConfigOp set(String name, String value) {
    return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
  }

  /** The most deliveries that the brokers allow a group; empty when this client may not see it. */
  private static OptionalInt bound(Admin admin) {
    try {
      var nodes = Topics.await(admin.describeCluster().nodes(), "asking the cluster for its nodes");
      List<ConfigResource> brokers =
          nodes.stream()
              .map(node -> new ConfigResource(ConfigResource.Type.BROKER, node.idString()))
              .toList();
      return Topics.await(admin.describeConfigs(brokers).all(), "reading " + BOUND)
          .values()
          .stream()
          .flatMap(ShareGroups::bound)
          .mapToInt(Integer::parseInt)
          .min();
    } catch (HeadraceException e) {
      if (e.code() == ErrorCode.BROKER_REFUSED) {
        return OptionalInt.empty();
      }
      throw e;
    }
  }

  private static Stream<String> bound(Config broker) {
    return Optional.ofNullable(broker.get(BOUND)).map(ConfigEntry::value).stream();
  }

  private static String tooMany(String group, Deliveries deliveries, OptionalInt bound) {
    String allowed = bound.isPresent() ? "%d".formatted(bound.getAsInt()) : "fewer";
    String most = bound.isPresent() ? " to %d or less".formatted(bound.getAsInt() - 1) : "";
    return "[%s] share group %s needs %d deliveries of a record, one more than the setting, and the broker allows %s (%s); lower %s%s, or raise %s on the brokers"
        .formatted(
            deliveries.setting(),
            group,
            deliveries.max() + 1,
            allowed,
            BOUND,
            deliveries.setting(),
            most,
            BOUND);
  }
}
