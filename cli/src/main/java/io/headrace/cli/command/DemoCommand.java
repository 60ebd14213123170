package io.headrace.cli.command;

import io.headrace.cli.demo.DemoFolder;
import io.headrace.cli.demo.DemoProgress;
import io.headrace.cli.demo.DemoResult;
import io.headrace.cli.demo.FamilySettings;
import io.headrace.cli.demo.ProgressLine;
import io.headrace.cli.demo.RunWatcher;
import io.headrace.cli.demo.TimeBudget;
import io.headrace.cli.output.Format;
import io.headrace.cli.output.Terminal;
import io.headrace.cli.process.AdminPort;
import io.headrace.cli.process.RunProcess;
import io.headrace.cli.process.UntilDone;
import io.headrace.curriculum.family.TaskFamilies;
import io.headrace.curriculum.family.TaskFamily;
import io.headrace.pipeline.config.ConfigLoader;
import io.headrace.pipeline.config.LoadedConfig;
import io.headrace.schemas.EvaluationCompleted;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code headrace demo}: trains a tiny Llama on a task from scratch and shows its progress. */
@Command(
    name = "demo",
    description = {
      "Trains a tiny Llama from scratch: broker, all services and the dashboard in this process.",
      "Stop it with Ctrl-C; the same command continues the run."
    })
final class DemoCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Option(
      names = "--task",
      defaultValue = "addition",
      description =
          "addition, countdown, letter-sorting or knights-and-knaves; default ${DEFAULT-VALUE}.")
  private String task = "addition";

  @Option(names = "--seed", defaultValue = "1", description = "Seed of weights and tasks.")
  private long seed = 1;

  @Option(
      names = "--data",
      defaultValue = "data/demo",
      description = "Folder for the run's files; default ${DEFAULT-VALUE}.")
  private Path data = Path.of("data/demo");

  @Option(
      names = "--fresh",
      description = "Deletes an unfinished demo in the folder and starts a new one.")
  private boolean fresh;

  @Option(names = "--stay", description = "Keeps the dashboard running after the end.")
  private boolean stay;

  @Option(names = "--set", paramLabel = "PATH=VALUE", description = "Sets one key of the run.")
  private List<String> sets = new ArrayList<>();

  @Option(
      names = "--accept-changes",
      description = {
        "Continues an existing run although settings that define it have changed:",
        "model, tasks, group size, sampling, held-out tasks, objective."
      })
  private boolean acceptChanges;

  @Mixin private OutputOption output = new OutputOption();

  DemoCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    long started = StartTime.nanos();
    requireFamily();
    LoadedConfig loaded = ConfigLoader.load(Optional.empty(), System.getenv(), settings(started));
    try (DemoFolder folder = new DemoFolder(loaded.config().storage().dataFolder())) {
      if (folder.prepare(fresh)) {
        terminal.message(
            "continuing the unfinished demo in " + folder.path() + " (--fresh deletes it)");
      }
      return run(loaded, folder, started);
    }
  }

  private int run(LoadedConfig loaded, DemoFolder folder, long started) {
    try (RunProcess process = RunProcess.whole(loaded, AdminPort.fixed(0), acceptChanges)) {
      UntilDone until = UntilDone.watchingSignals();
      process.notes().forEach(terminal::message);
      ConsoleAddress.of(process).ifPresent(url -> terminal.message("dashboard   " + url));
      int exit = watch(loaded, process, until, folder, started);
      if (stay && exit != ExitCode.FAILED) {
        terminal.message("the dashboard keeps running; stop it with Ctrl-C");
        return Math.max(exit, ServeUntil.stopped(terminal, process, until));
      }
      return exit;
    }
  }

  /** Checked before a folder is created for the family. */
  private void requireFamily() {
    if (TaskFamilies.named(task).isEmpty()) {
      throw new IllegalArgumentException(
          "there is no task family '%s'; choose one of %s"
              .formatted(
                  task,
                  TaskFamilies.all().stream()
                      .map(TaskFamily::name)
                      .collect(Collectors.joining(", "))));
    }
  }

  private List<String> settings(long started) {
    List<String> all = new ArrayList<>();
    all.add("run=demo-" + task + "-" + seed);
    all.add("tasks.family=" + task);
    all.add("tasks.seed=" + seed);
    all.add("model.seed=" + seed);
    all.add("storage.data-folder=" + data.resolve(task + "-" + seed));
    all.addAll(FamilySettings.of(task));
    all.add(TimeBudget.setting(Duration.ofNanos(System.nanoTime() - started)));
    all.addAll(sets);
    return all;
  }

  private int watch(
      LoadedConfig loaded, RunProcess process, UntilDone until, DemoFolder folder, long started) {
    ProgressLine line =
        new ProgressLine(terminal, Optional.of(loaded.config().curriculum().timeBudget()));
    try (RunWatcher watcher = RunWatcher.open(process.kafka(), loaded.config())) {
      while (!until.await(Duration.ofMillis(20))) {
        DemoProgress progress = watcher.poll(Duration.ofMillis(250));
        line.show(progress, watcher.standstill());
        if (!process.problems().isEmpty()) {
          return ServeUntil.failed(terminal, process);
        }
        if (progress.finished()) {
          if (progress.measured()) {
            folder.finished();
          }
          return report(loaded, progress, started);
        }
      }
    }
    terminal.message("stopped; the same command continues the run");
    return ExitCode.FAILED;
  }

  private int report(LoadedConfig loaded, DemoProgress progress, long started) {
    terminal.message("finished    " + progress.reason());
    Optional<EvaluationCompleted> after = progress.latest();
    if (after.isEmpty()) {
      terminal.message("headrace: the run ended before its weights were evaluated");
      return ExitCode.GOAL_MISSED;
    }
    DemoResult result =
        new DemoResult(
            progress.coldStart().orElse(after.get()),
            after.get(),
            loaded.config().evaluation().heldout(),
            (System.nanoTime() - started) / 1e9);
    if (progress.rlSteps() == 0) {
      terminal.message(
          "headrace: the run ended before policy optimization began, so nothing changed after the"
              + " cold start; give it more time with --set curriculum.time-budget=10m --fresh");
    }
    if (output.format == Format.JSON) {
      terminal.data(result.json());
    } else {
      result.table().forEach(terminal::data);
      terminal.data("%d held-out tasks, %.0f s".formatted(result.heldout(), result.seconds()));
    }
    return progress.rlSteps() == 0 || !progress.measured() ? ExitCode.GOAL_MISSED : ExitCode.OK;
  }
}
