package io.headrace.cli.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headrace.benchmarks.DecodeBenchmark;
import io.headrace.benchmarks.EventsBenchmark;
import io.headrace.benchmarks.Measurement;
import io.headrace.benchmarks.TraceBenchmark;
import io.headrace.benchmarks.TrainBenchmark;
import io.headrace.benchmarks.WeightsBenchmark;
import io.headrace.cli.bench.LoopBenchmark;
import io.headrace.cli.bench.RestartBenchmark;
import io.headrace.cli.bench.RestartReport;
import io.headrace.cli.bench.memory.MemoryMeasurement;
import io.headrace.cli.output.Format;
import io.headrace.cli.output.Table;
import io.headrace.cli.output.Terminal;
import io.headrace.policy.folder.ModelFolder;
import io.headrace.policy.program.Processor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code headrace bench}: measurements and ratios of one run on this machine. */
@Command(
    name = "bench",
    description =
        "Measures decode, train, events, a long trace, weights, the whole loop, its memory or its"
            + " restarts; prints measurements.")
final class BenchCommand implements Callable<Integer> {

  /** The benchmarks. */
  enum Kind {
    DECODE,
    TRAIN,
    EVENTS,
    TRACE,
    WEIGHTS,
    LOOP,
    MEMORY,
    RESTART
  }

  private final Terminal terminal;

  @Parameters(
      paramLabel = "KIND",
      description = "decode, train, events, trace, weights, loop, memory or restart")
  private Kind kind = Kind.DECODE;

  @Option(
      names = "--threads",
      description = "Threads of training, workers of decode; as many as cores by default.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--steps",
      description = "loop: measured optimizer steps; default ${DEFAULT-VALUE}.")
  private int steps = 30;

  @Option(
      names = "--warm-up",
      description =
          "loop: steps before the measurement, while the JVM compiles; default ${DEFAULT-VALUE}.")
  private int warmUp = 60;

  @Option(
      names = "--tokens",
      description = "trace: response tokens of a trace; default ${DEFAULT-VALUE}.")
  private int tokens = 32_768;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "loop, memory: sets one key of the run, such as sampling.max-new-tokens=64.")
  private List<String> sets = new ArrayList<>();

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description =
          "decode, train: a folder with the config.json of a model, measured with random weights;"
              + " without it the demo's model of 0.55 M parameters.")
  private Optional<Path> model = Optional.empty();

  @Option(
      names = "--rows",
      description = "With --model: sequences decoded at once, rows of a step; default 32.")
  private int rows = 32;

  @Option(
      names = "--length",
      description = "With --model: new tokens of a sequence, tokens of a row; default 64.")
  private int length = 64;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private MemoryOptions memory = new MemoryOptions();

  @Mixin private RestartOptions restarts = new RestartOptions();

  @Mixin private OutputOption output = new OutputOption();

  BenchCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    checkOptions();
    return switch (kind) {
      case MEMORY -> memory();
      case RESTART -> restart();
      case DECODE, TRAIN, EVENTS, TRACE, WEIGHTS, LOOP -> measurements();
    };
  }

  private int memory() {
    return switch (MemoryMeasurement.run(memory.plan(sets), terminal, output.format)) {
      case FLAT -> ExitCode.OK;
      case GROWS -> ExitCode.FAILED;
      case UNDECIDED -> ExitCode.GOAL_MISSED;
    };
  }

  private int measurements() {
    terminal.message(
        "measuring %s on %s; this takes %s"
            .formatted(
                name(),
                processor(),
                model.isPresent() ? "some minutes for a large model" : "up to a minute"));
    List<Measurement> measurements =
        switch (kind) {
          case DECODE ->
              model
                  .map(ModelFolder::readConfig)
                  .map(config -> DecodeBenchmark.run(config, threads, rows, length))
                  .orElseGet(() -> DecodeBenchmark.run(threads));
          case TRAIN ->
              model
                  .map(ModelFolder::readConfig)
                  .map(config -> TrainBenchmark.run(config, threads, rows, length))
                  .orElseGet(() -> TrainBenchmark.run(threads));
          case EVENTS -> EventsBenchmark.run();
          case TRACE -> TraceBenchmark.run(tokens);
          case WEIGHTS -> WeightsBenchmark.run();
          case LOOP -> LoopBenchmark.run(warmUp, steps, sets);
          case MEMORY, RESTART ->
              throw new IllegalStateException("this benchmark has its own report");
        };
    if (output.format == Format.JSON) {
      terminal.data(json(measurements));
    } else {
      terminal.data("processor: " + processor());
      Table table = new Table("MEASURE", "VALUE", "UNIT");
      measurements.forEach(
          measurement -> table.row(measurement.name(), value(measurement), measurement.unit()));
      table.lines().forEach(terminal::data);
    }
    return ExitCode.OK;
  }

  private int restart() {
    RestartBenchmark.Plan plan = restarts.plan(spec.commandLine());
    terminal.message(
        String.format(
            Locale.ROOT,
            "measuring restarts on %s; writing %,d groups takes about a minute for each 50,000",
            processor(),
            plan.many()));
    RestartReport report = RestartBenchmark.run(plan, terminal::progress);
    if (output.format == Format.JSON) {
      terminal.data(json(report.measurements()));
    } else {
      terminal.data("processor: " + processor());
      report.lines().forEach(terminal::data);
    }
    return ExitCode.OK;
  }

  private void checkOptions() {
    if (restarts.isGiven() && kind != Kind.RESTART) {
      throw new ParameterException(
          spec.commandLine(), "--groups and --only are for restart, not for " + name());
    }
    if (model.isPresent() && kind != Kind.DECODE && kind != Kind.TRAIN) {
      throw new ParameterException(
          spec.commandLine(), "--model is for decode and train, not for " + name());
    }
    if (threads < 1 || rows < 1 || length < 2 || tokens < 1) {
      throw new ParameterException(
          spec.commandLine(),
          "--threads, --rows and --tokens must be at least 1, --length at least 2");
    }
  }

  private static String processor() {
    Processor processor = Processor.local();
    return "%s (%s)".formatted(processor.model(), processor.notableFeatures());
  }

  private String json(List<Measurement> measurements) {
    ObjectNode root = new ObjectMapper().createObjectNode();
    root.put("bench", name());
    root.put("processor", processor());
    for (Measurement measurement : measurements) {
      root.withArray("measurements")
          .addObject()
          .put("name", measurement.name())
          .put("value", measurement.value())
          .put("unit", measurement.unit());
    }
    return root.toString();
  }

  private String name() {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static String value(Measurement measurement) {
    return String.format(
        Locale.ROOT, measurement.value() >= 100 ? "%,.0f" : "%.2f", measurement.value());
  }
}
