package io.headrace.cli.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headrace.cli.output.Format;
import io.headrace.cli.output.Table;
import io.headrace.cli.output.Terminal;
import io.headrace.cli.process.RunClients;
import io.headrace.cli.process.RunTopic;
import io.headrace.cli.process.TopicSizes;
import io.headrace.pipeline.config.RunConfig;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.id.LearnerId;
import io.headrace.pipeline.kafka.BrokerFailure;
import io.headrace.pipeline.kafka.Topics;
import io.headrace.schemas.topics.Topic;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code headrace topics}: the topics of a run, with record counts if the run's broker answers. */
@Command(name = "topics", description = "Lists the run's topics, their events, keys and sizes.")
final class TopicsCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Mixin private ConfigOptions options = new ConfigOptions();
  @Mixin private OutputOption output = new OutputOption();

  TopicsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    RunConfig config = options.load().config();
    int partitions = config.kafka().partitions();
    Listing listing = listing(config);
    if (output.format == Format.JSON) {
      listing.topics().forEach(each -> terminal.data(json(each, partitions, listing.sizes())));
      return ExitCode.OK;
    }
    Table table = new Table("TOPIC", "PARTITIONS", "RECORDS", "KEY", "EVENTS", "KEPT");
    for (RunTopic each : listing.topics()) {
      Long size = listing.sizes().get(each.name());
      table.row(
          each.name(),
          String.valueOf(each.topic().partitions(partitions)),
          size == null ? "–" : String.valueOf(size),
          each.topic().key().description(),
          events(each.topic()),
          kept(each.topic()));
    }
    table.lines().forEach(terminal::data);
    return ExitCode.OK;
  }

  /** The topics with their sizes; without a broker the run's and those of the settings' learner. */
  private record Listing(List<RunTopic> topics, Map<String, Long> sizes) {}

  private Listing listing(RunConfig config) {
    try (Admin admin = RunClients.connect(config).admin()) {
      List<RunTopic> topics =
          RunTopic.of(config.run(), Topics.furtherLearners(admin, config.runId()));
      return new Listing(topics, TopicSizes.of(admin, topics));
    } catch (HeadraceException e) {
      if (BrokerFailure.find(e).isEmpty()) {
        throw e;
      }
      terminal.message("sizes are not shown: " + e.getMessage());
      LearnerId own = config.learner().learnerId();
      return new Listing(
          RunTopic.of(config.run(), own.isDefault() ? List.of() : List.of(own)), Map.of());
    }
  }

  private static String json(RunTopic each, int partitions, Map<String, Long> sizes) {
    Topic topic = each.topic();
    ObjectNode node = new ObjectMapper().createObjectNode();
    node.put("topic", each.name());
    node.put("partitions", topic.partitions(partitions));
    if (sizes.containsKey(each.name())) {
      node.put("records", sizes.get(each.name()));
    }
    node.put("key", topic.key().description());
    topic.events().forEach(event -> node.withArray("events").add(event.getSimpleName()));
    node.put("kept", kept(topic));
    return node.toString();
  }

  private static String events(Topic topic) {
    return topic.events().stream().map(Class::getSimpleName).collect(Collectors.joining(", "));
  }

  private static String kept(Topic topic) {
    return switch (topic.retention()) {
      case RUN -> "as long as the run";
      case SIZE -> "newest 4 GiB";
      case NEWEST -> "newest of each key";
      case NEWEST_OF_A_DAY -> "newest of each key, one day";
      case SHORT -> "one hour";
    };
  }
}
