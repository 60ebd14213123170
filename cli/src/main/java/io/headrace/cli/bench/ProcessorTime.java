package io.headrace.cli.bench;

import io.headrace.benchmarks.Measurement;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Processor time used by the live threads of this process, by kind of work. Linux only, since the
 * times of native threads, such as those of matrix products, are only available from the kernel.
 * Threads that have ended are not included.
 *
 * @param ticks processor time per kind of work, in units of 10 ms
 */
record ProcessorTime(Map<Work, Long> ticks) {

  private static final Path TASKS = Path.of("/proc/self/task");
  private static final int USER = 11;
  private static final int SYSTEM = 12;
  private static final double MILLIS_PER_TICK = 10;

  /** The kind of work of a thread. */
  enum Work {
    LEARNER("learner"),
    DECODERS("decoders"),
    ASSEMBLER("assembler"),
    BROKER("broker"),
    JIT("JIT compiler"),
    OTHER("other");

    private final String label;

    Work(String label) {
      this.label = label;
    }

    static Work of(String thread) {
      return NAMES.entrySet().stream()
          .filter(work -> work.getValue().stream().anyMatch(thread::startsWith))
          .map(Map.Entry::getKey)
          .findFirst()
          .orElse(OTHER);
    }
  }

  /** Prefixes of thread names by kind of work; the kernel keeps 15 characters of a name. */
  private static final Map<Work, List<String>> NAMES =
      Map.of(
          Work.LEARNER,
          List.of("learner"),
          Work.DECODERS,
          List.of("decoder-"),
          Work.ASSEMBLER,
          List.of("bench-loop.asse"),
          Work.BROKER,
          List.of(
              "data-plane",
              "group-coordinat",
              "share-",
              "ShareGroup",
              "executor-",
              "TxnMarker",
              "AddPartitions",
              "PersisterState",
              "ExpirationReape",
              "SessionlessEr",
              "raft-",
              "kafka-0-",
              "kafka-scheduler",
              "quorum-",
              "transaction-",
              "broker-",
              "controller-"),
          Work.JIT,
          List.of("C1 Comp", "C2 Comp"));

  ProcessorTime {
    ticks = Map.copyOf(ticks);
  }

  /** The time used until now; empty on systems without {@code /proc}. */
  static Optional<ProcessorTime> now() {
    Map<Work, Long> ticks = new EnumMap<>(Work.class);
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(TASKS)) {
      for (Path thread : threads) {
        add(thread.resolve("stat"), ticks);
      }
      return Optional.of(new ProcessorTime(ticks));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Adds a thread's time; skips a thread that has ended meanwhile. */
  private static void add(Path stat, Map<Work, Long> ticks) {
    String line;
    try {
      line = Files.readString(stat);
    } catch (IOException e) {
      return;
    }
    int end = line.lastIndexOf(')');
    String[] fields = line.substring(end + 2).split(" ", -1);
    ticks.merge(
        Work.of(line.substring(line.indexOf('(') + 1, end)),
        Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM]),
        Long::sum);
  }

  /** Milliseconds of processor time per step since an earlier moment, and per kind of work. */
  List<Measurement> since(ProcessorTime before, int steps) {
    List<Measurement> measurements = new ArrayList<>();
    long total = 0;
    for (Work work : Work.values()) {
      long used = ticks.getOrDefault(work, 0L) - before.ticks.getOrDefault(work, 0L);
      total += used;
      measurements.add(measurement(work.label, used, steps));
    }
    measurements.addFirst(measurement("all", total, steps));
    return measurements;
  }

  private static Measurement measurement(String name, long used, int steps) {
    return new Measurement(
        "processor: " + name, (double) used * MILLIS_PER_TICK / steps, "ms/step");
  }
}
