package io.headrace.cli.command;

import io.headrace.cli.output.Terminal;
import io.headrace.cli.process.AdminPort;
import io.headrace.cli.process.RunProcess;
import io.headrace.cli.process.UntilDone;
import io.headrace.pipeline.config.LoadedConfig;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code headrace up}: all services of a run in this process, until the run is finished or stopped.
 */
@Command(name = "up", description = "Runs all services of a run in this process.")
final class UpCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Mixin private ConfigOptions options = new ConfigOptions();

  @Option(
      names = "--strict",
      description = "Runs nothing when a line of a tasks file is bad; as --set tasks.strict=true.")
  private boolean strict;

  @Option(
      names = "--admin-port",
      defaultValue = "0",
      description = "Port of /livez, /readyz and /metrics on loopback; 0 takes a free one.")
  private int adminPort;

  @Option(names = "--stay", description = "Keeps serving after the run is finished.")
  private boolean stay;

  @Option(
      names = "--accept-changes",
      description = {
        "Continues an existing run although settings that define it have changed:",
        "model, tasks, group size, sampling, held-out tasks, objective."
      })
  private boolean acceptChanges;

  UpCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    LoadedConfig loaded = options.load(strict ? List.of("tasks.strict=true") : List.of());
    try (RunProcess process = RunProcess.whole(loaded, AdminPort.fixed(adminPort), acceptChanges)) {
      UntilDone until = UntilDone.watchingSignals();
      terminal.message("run         " + loaded.config().run());
      process.notes().forEach(terminal::message);
      ConsoleAddress.of(process).ifPresent(url -> terminal.message("dashboard   " + url));
      terminal.message("broker      " + process.kafka().bootstrapServers());
      terminal.message("health      http://127.0.0.1:" + process.adminPort() + "/readyz");
      return ServeUntil.doneOrStopped(terminal, loaded.config(), process, until, stay);
    }
  }
}
