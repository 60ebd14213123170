package io.headrace.cli.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headrace.benchmarks.DecodeBenchmark;
import io.headrace.benchmarks.EventsBenchmark;
import io.headrace.benchmarks.Figure;
import io.headrace.benchmarks.TrainBenchmark;
import io.headrace.benchmarks.WeightsBenchmark;
import io.headrace.cli.bench.LoopBenchmark;
import io.headrace.cli.output.Format;
import io.headrace.cli.output.Table;
import io.headrace.cli.output.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code headrace bench}: figures and ratios of one run on this machine. */
@Command(
    name = "bench",
    description =
        "Measures decode, train, events, weights or the whole loop; prints figures and ratios.")
final class BenchCommand implements Callable<Integer> {

  /** What can be measured. */
  enum Kind {
    DECODE,
    TRAIN,
    EVENTS,
    WEIGHTS,
    LOOP
  }

  private final Terminal terminal;

  @Parameters(paramLabel = "KIND", description = "decode, train, events, weights or loop")
  private Kind kind = Kind.DECODE;

  @Option(
      names = "--threads",
      description = "Threads of training, workers of decode; as many as cores by default.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--steps",
      description = "loop: optimizer steps that count; default ${DEFAULT-VALUE}.")
  private int steps = 30;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "loop: sets one key of its run, such as sampling.max-new-tokens=64.")
  private List<String> sets = new ArrayList<>();

  @Mixin private OutputOption output = new OutputOption();

  BenchCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    terminal.say("measuring %s; this takes up to a minute".formatted(name()));
    List<Figure> figures =
        switch (kind) {
          case DECODE -> DecodeBenchmark.run(threads);
          case TRAIN -> TrainBenchmark.run(threads);
          case EVENTS -> EventsBenchmark.run();
          case WEIGHTS -> WeightsBenchmark.run();
          case LOOP -> LoopBenchmark.run(steps, sets);
        };
    if (output.format == Format.JSON) {
      terminal.data(json(figures));
    } else {
      Table table = new Table("FIGURE", "VALUE", "UNIT");
      figures.forEach(figure -> table.row(figure.name(), value(figure), figure.unit()));
      table.lines().forEach(terminal::data);
    }
    return ExitCode.OK;
  }

  private String json(List<Figure> figures) {
    ObjectNode root = new ObjectMapper().createObjectNode();
    root.put("bench", name());
    for (Figure figure : figures) {
      root.withArray("figures")
          .addObject()
          .put("name", figure.name())
          .put("value", figure.value())
          .put("unit", figure.unit());
    }
    return root.toString();
  }

  private String name() {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static String value(Figure figure) {
    return String.format(Locale.ROOT, figure.value() >= 100 ? "%,.0f" : "%.2f", figure.value());
  }
}
