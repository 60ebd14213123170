package io.headrace.cli.bench;

import io.headrace.benchmarks.Measurement;
import io.headrace.cli.process.AdminPort;
import io.headrace.cli.process.RunProcess;
import io.headrace.cli.process.TopicTail;
import io.headrace.pipeline.config.ConfigLoader;
import io.headrace.pipeline.config.LoadedConfig;
import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.schemas.ScoredGroup;
import io.headrace.schemas.StepCompleted;
import io.headrace.schemas.topics.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Measures the samples per second of the whole loop: broker, curriculum, rollout workers, verifier,
 * assembler and learner of a new run in this process. By default a step trains once on 48 groups of
 * 8 samples of up to 33 new tokens, with a model of 0.55 M parameters and random initial weights.
 */
public final class LoopBenchmark {

  private static final String RUN = "bench-loop";

  private static final Duration STEP_DEADLINE = Duration.ofMinutes(2);

  private static final List<String> SETTINGS =
      List.of(
          "run=" + RUN,
          "console.port=0",
          "curriculum.samples-per-group=8",
          "curriculum.cold-start-accuracy=0",
          "curriculum.max-steps=1000000",
          "curriculum.goal-greedy-accuracy=1",
          "curriculum.goal-sampled-accuracy=1",
          "evaluation.heldout=1",
          "evaluation.every-steps=1000000",
          "sampling.max-new-tokens=33",
          "learner.sft.max-steps=0",
          "learner.rl.groups-per-step=48",
          "learner.rl.epochs-per-batch=1",
          "learner.rl.mini-batches=1",
          "learner.rl.mixed-rewards-only=false");

  private LoopBenchmark() {}

  /**
   * Measures.
   *
   * @param warmUp steps before the measurement, while the JVM compiles, at least 1
   * @param steps number of measured optimizer steps, at least 2
   * @param settings assignments {@code path=value} that override the benchmark's settings
   */
  public static List<Measurement> run(int warmUp, int steps, List<String> settings) {
    Path folder = BenchmarkFolder.create("headrace-bench-loop");
    try {
      List<String> all = new ArrayList<>(SETTINGS);
      all.add("storage.data-folder=" + folder);
      all.addAll(settings);
      return measure(ConfigLoader.load(Optional.empty(), Map.of(), all), warmUp, steps);
    } finally {
      BenchmarkFolder.delete(folder);
    }
  }

  private static List<Measurement> measure(LoadedConfig config, int warmUp, int steps) {
    try (RunProcess process = RunProcess.whole(config, AdminPort.fixed(0), false)) {
      String topic = Topic.STEPS.of(config.config().run());
      List<StepCompleted> taken = new ArrayList<>();
      Optional<ProcessorTime> before;
      try (TopicTail tail = TopicTail.open(process.kafka(), topic, Long.MAX_VALUE)) {
        taken.add(steps(process, tail, warmUp).getLast());
        before = ProcessorTime.now();
        taken.addAll(steps(process, tail, steps));
      }
      Optional<ProcessorTime> after = ProcessorTime.now();
      List<Measurement> measurements =
          new ArrayList<>(new LoopMetrics(taken, groups(process.kafka(), config)).measurements());
      before.ifPresent(
          start -> after.ifPresent(end -> measurements.addAll(end.since(start, taken.size() - 1))));
      return measurements;
    }
  }

  /** Reads the next steps, at least {@code count}. */
  private static List<StepCompleted> steps(RunProcess process, TopicTail tail, int count) {
    List<StepCompleted> steps = new ArrayList<>();
    long deadline = System.nanoTime() + STEP_DEADLINE.toNanos();
    while (steps.size() < count) {
      for (TopicTail.Entry entry : tail.poll(Duration.ofMillis(500))) {
        if (entry.event().orElse(null) instanceof StepCompleted step) {
          steps.add(step);
          deadline = System.nanoTime() + STEP_DEADLINE.toNanos();
        }
      }
      requireProgress(process, deadline);
    }
    return steps;
  }

  private static void requireProgress(RunProcess process, long deadline) {
    if (!process.problems().isEmpty()) {
      throw new HeadraceException(ErrorCode.ENGINE_FAILED, process.problems().getFirst());
    }
    if (System.nanoTime() > deadline) {
      throw new HeadraceException(
          ErrorCode.TIMED_OUT,
          "[run=%s] no step was completed within %d s; run it again with less in a step, such as"
                  .formatted(RUN, STEP_DEADLINE.toSeconds())
              + " --set learner.rl.groups-per-step=8");
    }
  }

  private static List<ScoredGroup> groups(KafkaClients kafka, LoadedConfig config) {
    String topic = Topic.SCORED_GROUPS.of(config.config().run());
    try (TopicTail tail = TopicTail.open(kafka, topic, Long.MAX_VALUE)) {
      return tail.toPresentEnd().stream()
          .flatMap(entry -> entry.event().stream())
          .map(ScoredGroup.class::cast)
          .toList();
    }
  }
}
