package io.headrace.cli.command;

import io.headrace.cli.demo.DemoProgress;
import io.headrace.cli.demo.ProgressLine;
import io.headrace.cli.demo.RunWatcher;
import io.headrace.cli.output.Terminal;
import io.headrace.cli.process.RunProcess;
import io.headrace.cli.process.UntilDone;
import io.headrace.pipeline.config.RunConfig;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Waits while a process serves, shows its progress, and returns the exit code at its end. */
final class ServeUntil {

  private static final Duration CHECK_INTERVAL = Duration.ofSeconds(1);
  private static final String FAILED = " failed: ";

  private ServeUntil() {}

  /** Serves until a signal is received or a service fails. */
  static int stopped(Terminal terminal, RunProcess process, UntilDone until) {
    while (!until.await(CHECK_INTERVAL)) {
      if (!process.problems().isEmpty()) {
        return failed(terminal, process);
      }
    }
    return ExitCode.OK;
  }

  /** Prints the problems of the process. */
  static int failed(Terminal terminal, RunProcess process) {
    byCause(process.problems()).forEach(problem -> terminal.message("headrace: " + problem));
    return ExitCode.FAILED;
  }

  /** One problem for each cause, since several services may fail for the same reason. */
  static List<String> byCause(List<String> problems) {
    SequencedMap<String, String> first = new LinkedHashMap<>();
    problems.forEach(problem -> first.putIfAbsent(cause(problem), problem));
    return List.copyOf(first.values());
  }

  /** The text after the last {@code failed:}. */
  private static String cause(String problem) {
    int at = problem.lastIndexOf(FAILED);
    return at < 0 ? problem : problem.substring(at + FAILED.length());
  }

  /** Serves until the run is finished, a signal is received or a service fails. */
  static int doneOrStopped(
      Terminal terminal, RunConfig config, RunProcess process, UntilDone until, boolean stay) {
    ProgressLine line = new ProgressLine(terminal);
    try (RunWatcher watcher = RunWatcher.open(process.kafka(), config)) {
      while (!until.await(Duration.ofMillis(20))) {
        DemoProgress progress = watcher.poll(Duration.ofMillis(250));
        line.show(progress, watcher.standstill());
        if (!process.problems().isEmpty()) {
          return failed(terminal, process);
        }
        if (progress.finished() && !stay) {
          terminal.message("finished    " + progress.reason());
          return progress.measured() ? ExitCode.OK : ExitCode.GOAL_MISSED;
        }
      }
    }
    return ExitCode.OK;
  }
}
