package io.headrace.cli.command;

import io.headrace.cli.demo.Progress;
import io.headrace.cli.demo.ProgressLine;
import io.headrace.cli.demo.RunWatcher;
import io.headrace.cli.output.Terminal;
import io.headrace.cli.process.RunProcess;
import io.headrace.cli.process.UntilDone;
import io.headrace.pipeline.config.RunConfig;
import java.time.Duration;

/** Keeps a process serving, shows its progress, and ends when it is done, stopped or broken. */
final class ServeUntil {

  private static final Duration TURN = Duration.ofSeconds(1);

  private ServeUntil() {}

  /** Serves until a signal comes or a service fails. */
  static int stopped(Terminal terminal, RunProcess process, UntilDone until) {
    while (!until.await(TURN)) {
      if (!process.troubles().isEmpty()) {
        return failed(terminal, process);
      }
    }
    return ExitCode.OK;
  }

  /** Says what failed. */
  static int failed(Terminal terminal, RunProcess process) {
    process.troubles().forEach(trouble -> terminal.say("headrace: " + trouble));
    return ExitCode.FAILED;
  }

  /** Serves until the run is finished, a signal comes or a service fails. */
  static int doneOrStopped(
      Terminal terminal, RunConfig config, RunProcess process, UntilDone until, boolean stay) {
    ProgressLine line = new ProgressLine(terminal);
    try (RunWatcher watcher = RunWatcher.open(process.kafka(), config)) {
      while (!until.await(Duration.ofMillis(20))) {
        Progress progress = watcher.poll(Duration.ofMillis(250));
        line.show(progress, watcher.standstill());
        if (!process.troubles().isEmpty()) {
          return failed(terminal, process);
        }
        if (progress.finished() && !stay) {
          terminal.say("finished    " + progress.reason());
          return progress.measured() ? ExitCode.OK : ExitCode.GOAL_MISSED;
        }
      }
    }
    return ExitCode.OK;
  }
}
