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

/** Configures share groups (KIP-932). Every call has a deadline. */
public final class ShareGroups {

  private static final String LIMIT = "share.delivery.count.limit";
  private static final String BOUND = "group.share.max.delivery.count.limit";

  /** Kafka's default bound, tried where this client may not read the brokers' settings. */
  private static final int DEFAULT_BOUND = 10;

  private ShareGroups() {}

  /**
   * The maximum number of attempts on a record.
   *
   * @param setting path of the setting, for messages
   * @param max maximum number of attempts; each takes at least one delivery, and one more delivery
   *     is needed to write the dead letter
   */
  public record Deliveries(String setting, int max) {}

  /**
   * Configures a share group to read committed records from the beginning, and sets its delivery
   * limit as high as the brokers allow. The broker archives a record silently when it reaches the
   * limit, so the consumer has to write the dead letter before.
   *
   * <p>The end of a process can take several deliveries of a record: the broker may deliver the
   * records of one of its members to an open fetch of another member of the same process, before it
   * detects that this one is gone too.
   *
   * @return the limit that was set
   * @throws HeadraceException INVALID_CONFIG when the brokers do not allow that many deliveries,
   *     else as {@link Topics#await}
   */
  public static int configure(KafkaClients kafka, String group, Deliveries deliveries) {
    try (Admin admin = kafka.admin()) {
      OptionalInt bound = bound(admin);
      int least = deliveries.max() + 1;
      int limit = bound.orElse(Math.max(least, DEFAULT_BOUND));
      if (least > limit) {
        throw new HeadraceException(ErrorCode.INVALID_CONFIG, tooMany(group, deliveries, bound));
      }
      return IntStream.of(limit, least)
          .distinct()
          .filter(each -> trySetLimit(admin, group, each))
          .findFirst()
          .orElseThrow(
              () ->
                  new HeadraceException(
                      ErrorCode.INVALID_CONFIG, tooMany(group, deliveries, OptionalInt.empty())));
    }
  }

  /** Sets the group's delivery limit; false when the broker rejects that limit. */
  private static boolean trySetLimit(Admin admin, String group, int limit) {
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
   * Configures a share group to read committed records from the beginning.
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

  /** The brokers' upper bound for delivery limits; empty when this client may not read it. */
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
