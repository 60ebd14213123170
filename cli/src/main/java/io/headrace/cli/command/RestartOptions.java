package io.headrace.cli.command;

import io.headrace.cli.bench.RestartBenchmark;
import io.headrace.cli.process.ServiceKind;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options of {@code headrace bench restart}. */
final class RestartOptions {

  /** Number of groups in the short log. */
  private static final long FEW = 2_000;

  private static final long MANY = 200_000;

  @Option(
      names = "--groups",
      paramLabel = "N",
      description = "restart: groups of the long log; default 200000.")
  private Optional<Long> groups = Optional.empty();

  @Option(
      names = "--only",
      paramLabel = "SERVICE",
      description = "restart: starts this service only, such as console.")
  private Optional<String> only = Optional.empty();

  /** Whether one of these options was given. */
  boolean isGiven() {
    return groups.isPresent() || only.isPresent();
  }

  /**
   * The parameters of the benchmark.
   *
   * @throws ParameterException when an option is invalid
   */
  RestartBenchmark.Plan plan(CommandLine command) {
    long many = groups.orElse(MANY);
    if (many <= FEW) {
      throw new ParameterException(
          command, "--groups must be above %d, the length of the short log".formatted(FEW));
    }
    Optional<ServiceKind> service = only.flatMap(ServiceKind::of);
    if (only.isPresent() && service.filter(ServiceKind.wholeRun()::contains).isEmpty()) {
      throw new ParameterException(
          command,
          "--only is one of "
              + ServiceKind.wholeRun().stream()
                  .map(ServiceKind::label)
                  .collect(Collectors.joining(", ")));
    }
    return new RestartBenchmark.Plan(FEW, many, service);
  }
}
