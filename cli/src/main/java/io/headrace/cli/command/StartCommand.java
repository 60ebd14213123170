package io.headrace.cli.command;

import io.headrace.cli.output.Terminal;
import io.headrace.cli.process.RunProcess;
import io.headrace.cli.process.ServiceKind;
import io.headrace.cli.process.UntilDone;
import io.headrace.pipeline.config.LoadedConfig;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code headrace start SERVICE}: one service as its own process, until it is stopped. */
@Command(name = "start", description = "Runs one service, or the embedded broker, as a process.")
final class StartCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Parameters(
      paramLabel = "SERVICE",
      description =
          "broker, curriculum, rollout-worker, verifier, reward-service, learner, console")
  private String service = "";

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

  StartCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    ServiceKind kind =
        ServiceKind.of(service)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "there is no service '%s'; choose one of %s"
                            .formatted(service, ServiceKind.labels())));
    LoadedConfig loaded = options.load(strict ? List.of("tasks.strict=true") : List.of());
    try (RunProcess process = RunProcess.single(loaded, kind, adminPort)) {
      UntilDone until = UntilDone.of(process);
      terminal.say("%s of run %s is up".formatted(kind.label(), loaded.config().run()));
      ConsoleAddress.of(process).ifPresent(url -> terminal.say("dashboard   " + url));
      terminal.say("broker      " + process.kafka().bootstrapServers());
      terminal.say("health      http://127.0.0.1:" + process.adminPort() + "/readyz");
      return ServeUntil.stopped(terminal, process, until);
    }
  }
}
