package io.headrace.cli.command;

import io.headrace.cli.output.DeadLetterView;
import io.headrace.cli.output.Format;
import io.headrace.cli.output.Terminal;
import io.headrace.cli.process.RunClients;
import io.headrace.cli.process.TopicTail;
import io.headrace.pipeline.config.RunConfig;
import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.schemas.DeadLetter;
import io.headrace.schemas.topics.Topic;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code headrace dlq}: the dead-lettered records of a run, with the reasons. */
@Command(name = "dlq", description = "Lists the dead letters of a run with their reasons.")
final class DlqCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Option(
      names = {"-n", "--lines"},
      defaultValue = "50",
      description = "Number of newest dead letters to list; default ${DEFAULT-VALUE}.")
  private int lines = 50;

  @Option(
      names = "--show",
      paramLabel = "OFFSET",
      description = "One dead letter with its record: the event, or its bytes.")
  private @Nullable Long show;

  @Mixin private ConfigOptions options = new ConfigOptions();
  @Mixin private OutputOption output = new OutputOption();

  DlqCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    RunConfig config = options.load().config();
    KafkaClients kafka = RunClients.connect(config);
    String topic = Topic.DEAD_LETTERS.of(config.run());
    long newest = show == null ? lines : Long.MAX_VALUE;
    List<DeadLetterView> letters;
    try (TopicTail tail = TopicTail.open(kafka, topic, newest)) {
      letters = tail.toPresentEnd().stream().flatMap(entry -> view(entry).stream()).toList();
    }
    if (show == null) {
      list(letters, config.run());
    } else {
      show(letters, show, topic, kafka.codec());
    }
    return ExitCode.OK;
  }

  private static List<DeadLetterView> view(TopicTail.Entry entry) {
    return entry.event().orElse(null) instanceof DeadLetter letter
        ? List.of(new DeadLetterView(entry.offset(), letter))
        : List.of();
  }

  private void list(List<DeadLetterView> letters, String run) {
    if (output.format == Format.JSON) {
      letters.forEach(letter -> terminal.data(letter.json()));
    } else if (letters.isEmpty()) {
      terminal.message("run %s has no dead letters".formatted(run));
    } else {
      DeadLetterView.table(letters, now()).forEach(terminal::data);
    }
  }

  private void show(List<DeadLetterView> letters, long offset, String topic, EventCodec codec) {
    DeadLetterView letter =
        letters.stream()
            .filter(each -> each.offset() == offset)
            .findFirst()
            .orElseThrow(
                () ->
                    new HeadraceException(
                        ErrorCode.INVALID_INPUT,
                        "[%s] there is no dead letter at offset %d; 'headrace dlq' lists them"
                            .formatted(topic, offset)));
    if (output.format == Format.JSON) {
      terminal.data(letter.jsonWithRecord(codec));
    } else {
      letter.lines(codec, now()).forEach(terminal::data);
    }
  }

  private static Instant now() {
    return Clock.systemUTC().instant();
  }
}
