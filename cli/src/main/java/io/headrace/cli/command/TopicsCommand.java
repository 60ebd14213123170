package io.headrace.cli.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headrace.cli.output.Format;
import io.headrace.cli.output.Table;
import io.headrace.cli.output.Terminal;
import io.headrace.cli.process.RunClients;
import io.headrace.cli.process.TopicSizes;
import io.headrace.pipeline.config.RunConfig;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.kafka.BrokerFailure;
import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.schemas.topics.Topic;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code headrace topics}: the catalogue, with record counts when the run's broker is there. */
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
    Map<Topic, Long> sizes = sizes(config);
    if (output.format == Format.JSON) {
      for (Topic topic : Topic.values()) {
        terminal.data(json(topic, config, sizes));
      }
      return ExitCode.OK;
    }
    Table table = new Table("TOPIC", "PARTITIONS", "RECORDS", "KEY", "EVENTS", "KEPT");
    for (Topic topic : Topic.values()) {
      table.row(
          topic.of(config.run()),
          String.valueOf(topic.partitions(config.kafka().partitions())),
          sizes.containsKey(topic) ? String.valueOf(sizes.get(topic)) : "–",
          topic.key().description(),
          events(topic),
          kept(topic));
    }
    table.lines().forEach(terminal::data);
    return ExitCode.OK;
  }

  private Map<Topic, Long> sizes(RunConfig config) {
    try {
      KafkaClients kafka = RunClients.connect(config);
      return TopicSizes.of(kafka, config.run());
    } catch (HeadraceException e) {
      if (BrokerFailure.find(e).isEmpty()) {
        throw e;
      }
      terminal.say("sizes are not shown: " + e.getMessage());
      return Map.of();
    }
  }

  private static String json(Topic topic, RunConfig config, Map<Topic, Long> sizes) {
    ObjectNode node = new ObjectMapper().createObjectNode();
    node.put("topic", topic.of(config.run()));
    node.put("partitions", topic.partitions(config.kafka().partitions()));
    if (sizes.containsKey(topic)) {
      node.put("records", sizes.get(topic));
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
