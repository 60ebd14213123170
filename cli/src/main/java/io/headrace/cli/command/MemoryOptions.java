package io.headrace.cli.command;

import io.headrace.cli.bench.memory.MemoryPlan;
import io.headrace.pipeline.config.ByteSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of {@code headrace bench memory}. */
final class MemoryOptions {

  @Option(
      names = "--minutes",
      description = "memory: length in minutes, including the warm-up; default ${DEFAULT-VALUE}.")
  private double minutes = 60;

  @Option(
      names = "--one-process",
      description = "memory: broker and services in one process, as 'up' runs them.")
  private boolean oneProcess;

  @Option(
      names = "--pace",
      paramLabel = "PERCENT",
      description = {
        "memory: percentage of the time that the rollout worker runs; for the rest of every 2 s"
            + " its",
        "process is suspended (SIGSTOP), to leave processor time to others; default" + " 100."
      })
  private int pace = 100;

  @Option(
      names = "--heap",
      paramLabel = "SIZE",
      description = {
        "memory: size of each Java heap, touched at the start, so that only what lies outside of"
            + " it",
        "can grow; jvm leaves it to the JVM; default ${DEFAULT-VALUE}."
      })
  private String heap = "256MiB";

  @Option(
      names = "--limit",
      paramLabel = "MB",
      description =
          "memory: growth per hour up to which memory counts as flat; default ${DEFAULT-VALUE}.")
  private double limit = 20;

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description = "memory: writes all samples to this file.")
  private Optional<Path> csv = Optional.empty();

  MemoryPlan plan(List<String> sets) {
    Optional<ByteSize> size =
        heap.equals("jvm") ? Optional.empty() : Optional.of(ByteSize.parse(heap));
    Duration length = Duration.ofSeconds(Math.round(minutes * 60));
    return new MemoryPlan(length, oneProcess, pace, size, limit, sets, csv);
  }
}
