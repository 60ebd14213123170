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

/** {@code headrace up}: all services of a run in this process, until it is done or stopped. */
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

  @Option(names = "--stay", description = "Keep serving after the run is finished.")
  private boolean stay;

  @Option(
      names = "--accept-changes",
      description = {
        "Goes on with a run that has begun although settings that define it have changed:",
        "model, tasks, group size, sampling, held-out tasks, objective."
      })
  private boolean acceptChanges;

  UpCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    LoadedConfig loaded = options.load(strict ? List.of("tasks.strict=true") : List.of());
    try (RunProcess process =
        RunProcess.whole(loaded, AdminPort.exactly(adminPort), acceptChanges)) {
      UntilDone until = UntilDone.watchingSignals();
      terminal.say("run         " + loaded.config().run());
      process.notes().forEach(terminal::say);
      ConsoleAddress.of(process).ifPresent(url -> terminal.say("dashboard   " + url));
      terminal.say("broker      " + process.kafka().bootstrapServers());
      terminal.say("health      http://127.0.0.1:" + process.adminPort() + "/readyz");
      return ServeUntil.doneOrStopped(terminal, loaded.config(), process, until, stay);
    }
  }
}
