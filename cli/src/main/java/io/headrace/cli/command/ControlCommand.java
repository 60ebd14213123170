package io.headrace.cli.command;

import io.headrace.cli.output.Terminal;
import io.headrace.cli.process.RunClients;
import io.headrace.pipeline.config.RunConfig;
import io.headrace.pipeline.kafka.EventProducer;
import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.pipeline.kafka.Topics;
import io.headrace.schemas.CommandIssued;
import io.headrace.schemas.topics.Topic;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code headrace pause|resume|stop}: writes a command to the run's control topic. */
abstract class ControlCommand implements Callable<Integer> {

  @Command(
      name = "pause",
      description = "Pauses a run: no new groups are requested and no steps are taken.")
  static final class Pause extends ControlCommand {
    Pause(Terminal terminal) {
      super(terminal, io.headrace.schemas.Command.PAUSE);
    }
  }

  @Command(name = "resume", description = "Resumes a paused run.")
  static final class Resume extends ControlCommand {
    Resume(Terminal terminal) {
      super(terminal, io.headrace.schemas.Command.RESUME);
    }
  }

  @Command(name = "stop", description = "Ends a run after an evaluation of its last weights.")
  static final class Stop extends ControlCommand {
    Stop(Terminal terminal) {
      super(terminal, io.headrace.schemas.Command.STOP);
    }
  }

  private static final Duration SEND_LIMIT = Duration.ofSeconds(65);

  private final Terminal terminal;
  private final io.headrace.schemas.Command command;

  @Mixin private ConfigOptions options = new ConfigOptions();

  @Option(names = "--reason", defaultValue = "", description = "Reason, written to the log.")
  private String reason = "";

  private ControlCommand(Terminal terminal, io.headrace.schemas.Command command) {
    this.terminal = terminal;
    this.command = command;
  }

  @Override
  public Integer call() {
    RunConfig config = options.load().config();
    KafkaClients kafka = RunClients.connect(config);
    try (Admin admin = kafka.admin();
        EventProducer producer = kafka.producer()) {
      String topic = Topic.CONTROL.of(config.run());
      Topics.await(
          admin.describeTopics(List.of(topic)).allTopicNames(), "looking for run " + config.run());
      producer.sendAndWait(new ProducerRecord<>(topic, config.run(), event(config)), SEND_LIMIT);
    }
    terminal.message(
        "sent %2$s to run %1$s"
            .formatted(config.run(), command.name().toLowerCase(java.util.Locale.ROOT)));
    return ExitCode.OK;
  }

  private CommandIssued event(RunConfig config) {
    return CommandIssued.newBuilder()
        .setRun(config.run())
        .setCommand(command)
        .setIssuedBy("cli")
        .setReason(reason)
        .setIssuedAt(Clock.systemUTC().instant())
        .build();
  }
}
