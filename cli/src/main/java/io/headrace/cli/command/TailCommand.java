package io.headrace.cli.command;

import io.headrace.cli.output.EventLine;
import io.headrace.cli.output.Format;
import io.headrace.cli.output.Terminal;
import io.headrace.cli.process.RunClients;
import io.headrace.cli.process.TopicTail;
import io.headrace.pipeline.config.RunConfig;
import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.schemas.topics.Topic;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code headrace tail TOPIC}: prints the newest events of a topic, then those written afterwards.
 */
@Command(name = "tail", description = "Shows the newest events of a topic and follows it.")
final class TailCommand implements Callable<Integer> {

  private static final Duration POLL = Duration.ofMillis(500);

  private final Terminal terminal;

  @Parameters(paramLabel = "TOPIC", description = "tasks, traces, verdicts, scored-groups, …")
  private String name = "";

  @Option(
      names = {"-n", "--lines"},
      defaultValue = "10",
      description = "Number of newest events to start with; default ${DEFAULT-VALUE}.")
  private int lines = 10;

  @Option(names = "--from-start", description = "Starts with the first event.")
  private boolean fromStart;

  @Option(names = "--no-follow", description = "Ends at the current end of the topic.")
  private boolean noFollow;

  @Mixin private ConfigOptions options = new ConfigOptions();
  @Mixin private OutputOption output = new OutputOption();

  TailCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Topic topic = topic();
    RunConfig config = options.load().config();
    KafkaClients kafka = RunClients.connect(config);
    try (TopicTail tail =
        TopicTail.open(kafka, topic.of(config.run()), fromStart ? Long.MAX_VALUE : lines)) {
      while (!Thread.currentThread().isInterrupted()) {
        (noFollow ? tail.pollToPresentEnd(POLL) : tail.poll(POLL)).forEach(this::show);
        if (noFollow && tail.atPresentEnd()) {
          return ExitCode.OK;
        }
      }
    }
    return ExitCode.OK;
  }

  private Topic topic() {
    return Arrays.stream(Topic.values())
        .filter(topic -> topic.suffix().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no topic '%s'; choose one of %s"
                        .formatted(
                            name,
                            Arrays.stream(Topic.values())
                                .map(Topic::suffix)
                                .collect(Collectors.joining(", ")))));
  }

  private void show(TopicTail.Entry entry) {
    terminal.data(output.format == Format.JSON ? EventLine.json(entry) : EventLine.text(entry));
  }
}
