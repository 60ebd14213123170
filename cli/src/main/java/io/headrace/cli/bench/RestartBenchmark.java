package io.headrace.cli.bench;

import io.headrace.cli.bench.RestartProbe.Measured;
import io.headrace.cli.process.AdminPort;
import io.headrace.cli.process.RunProcess;
import io.headrace.cli.process.ServiceKind;
import io.headrace.pipeline.config.ConfigLoader;
import io.headrace.pipeline.config.LoadedConfig;
import io.headrace.pipeline.kafka.KafkaClients;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Measures the restart of each service in a short run and in a long run on the same embedded
 * broker: time, bytes read and live heap. Services that use snapshots are also measured without
 * one.
 */
public final class RestartBenchmark {

  private static final int REPEATS = 3;
  private static final List<ServiceKind> FROM_SNAPSHOTS =
      List.of(ServiceKind.CURRICULUM, ServiceKind.CONSOLE);

  /** Services in the order in which they are started. */
  private static final List<ServiceKind> SERVICES =
      List.of(
          ServiceKind.CURRICULUM,
          ServiceKind.REWARD_SERVICE,
          ServiceKind.VERIFIER,
          ServiceKind.ROLLOUT_WORKER,
          ServiceKind.LEARNER,
          ServiceKind.CONSOLE);

  private static final List<String> SETTINGS =
      List.of(
          "console.port=0",
          "curriculum.cold-start-accuracy=0",
          "curriculum.max-steps=1000000",
          "curriculum.goal-greedy-accuracy=1",
          "curriculum.goal-sampled-accuracy=1",
          "learner.sft.max-steps=0",
          // The log is written in minutes; with the default the assembler would hold far more
          // groups than in a real run.
          "assembler.remember-emitted=5s");

  private RestartBenchmark() {}

  /**
   * Parameters of the benchmark.
   *
   * @param few number of groups in the short log
   * @param many number of groups in the long log
   * @param only the service to measure; empty for all
   */
  public record Plan(long few, long many, Optional<ServiceKind> only) {

    /** Rejects a long log that is not longer than the short one. */
    public Plan {
      if (few < RestartEvents.GROUPS_PER_STEP || many <= few) {
        throw new IllegalArgumentException(
            "expected at least %d and then more groups, got %d and %d"
                .formatted(RestartEvents.GROUPS_PER_STEP, few, many));
      }
    }

    private List<ServiceKind> services() {
      return only.map(List::of).orElse(SERVICES);
    }
  }

  /**
   * Measures.
   *
   * @param progress receives progress lines
   */
  public static RestartReport run(Plan plan, Consumer<String> progress) {
    Path folder = BenchmarkFolder.create("headrace-bench-restart");
    try (RunProcess broker =
        RunProcess.single(
            config("bench-restart", List.of("storage.data-folder=" + folder.resolve("broker"))),
            ServiceKind.BROKER,
            AdminPort.fixed(0),
            false)) {
      LoadedConfig few = filled("bench-few", plan, plan.few(), broker.kafka(), folder, progress);
      LoadedConfig many = filled("bench-many", plan, plan.many(), broker.kafka(), folder, progress);
      List<RestartReport.Row> rows = new ArrayList<>();
      for (ServiceKind kind : plan.services()) {
        progress.accept("starting %s again".formatted(kind.label()));
        rows.addAll(rows(kind, few, many));
      }
      return new RestartReport(plan.few(), plan.many(), rows);
    } finally {
      BenchmarkFolder.delete(folder);
    }
  }

  private static LoadedConfig filled(
      String run,
      Plan plan,
      long groups,
      KafkaClients kafka,
      Path folder,
      Consumer<String> progress) {
    progress.accept(String.format(Locale.ROOT, "writing a log of %,d groups", groups));
    LoadedConfig config =
        config(
            run,
            List.of(
                "storage.data-folder=" + folder.resolve("data"),
                "kafka.mode=external",
                "kafka.bootstrap-servers=" + kafka.bootstrapServers()));
    new RestartLog(config, kafka, groups).fill(plan.services(), progress);
    return config;
  }

  private static LoadedConfig config(String run, List<String> more) {
    List<String> settings = new ArrayList<>(SETTINGS);
    settings.add("run=" + run);
    settings.addAll(more);
    return ConfigLoader.load(Optional.empty(), Map.of(), settings);
  }

  private static List<RestartReport.Row> rows(
      ServiceKind kind, LoadedConfig few, LoadedConfig many) {
    List<RestartReport.Row> rows = new ArrayList<>();
    if (FROM_SNAPSHOTS.contains(kind)) {
      rows.addAll(
          rows(
              kind.label() + " without a snapshot",
              RestartProbe.start(few, kind),
              RestartProbe.start(many, kind)));
    }
    rows.addAll(rows(kind.label(), median(few, kind), median(many, kind)));
    return rows;
  }

  private static List<RestartReport.Row> rows(String service, Measured few, Measured many) {
    return List.of(
        new RestartReport.Row(service, "time to ready", "s", few.seconds(), many.seconds()),
        new RestartReport.Row(service, "read", "MB", few.megabytes(), many.megabytes()),
        new RestartReport.Row(service, "live heap", "MB", few.heap(), many.heap()));
  }

  private static Measured median(LoadedConfig config, ServiceKind kind) {
    List<Measured> starts =
        IntStream.range(0, REPEATS).mapToObj(_ -> RestartProbe.start(config, kind)).toList();
    return new Measured(
        median(starts, Measured::seconds),
        median(starts, Measured::megabytes),
        median(starts, Measured::heap));
  }

  private static double median(List<Measured> starts, ToDoubleFunction<Measured> measurement) {
    return starts.stream()
        .sorted(Comparator.comparingDouble(measurement))
        .mapToDouble(measurement)
        .toArray()[starts.size() / 2];
  }
}
