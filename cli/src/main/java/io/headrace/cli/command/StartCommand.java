package io.headrace.cli.command;

import io.headrace.cli.output.Terminal;
import io.headrace.cli.process.AdminPort;
import io.headrace.cli.process.RunProcess;
import io.headrace.cli.process.ServiceKind;
import io.headrace.cli.process.UntilDone;
import io.headrace.pipeline.config.LoadedConfig;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
      description = {
        "Port of /livez, /readyz and /metrics on loopback; 0 takes a free one. Without it: broker"
            + " 8711,",
        "curriculum 8712, rollout-worker 8713, verifier 8714, reward-service 8715, learner 8716,",
        "console 8717, or a free one when that port is in use."
      })
  private @Nullable Integer adminPort;

  @Option(
      names = "--accept-changes",
      description = {
        "Continues an existing run although settings that define it have changed:",
        "model, tasks, group size, sampling, held-out tasks, objective."
      })
  private boolean acceptChanges;

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
    AdminPort port =
        adminPort == null ? AdminPort.preferring(kind.adminPort()) : AdminPort.fixed(adminPort);
    try (RunProcess process = RunProcess.single(loaded, kind, port, acceptChanges)) {
      UntilDone until = UntilDone.watchingSignals();
      terminal.message("%s of run %s is up".formatted(kind.label(), loaded.config().run()));
      process.notes().forEach(terminal::message);
      ConsoleAddress.of(process).ifPresent(url -> terminal.message("dashboard   " + url));
      terminal.message("broker      " + process.kafka().bootstrapServers());
      terminal.message("health      http://127.0.0.1:" + process.adminPort() + "/readyz");
      return ServeUntil.stopped(terminal, process, until);
    }
  }
}
