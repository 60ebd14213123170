package io.headrace.cli.bench.memory;

import io.headrace.cli.process.RunClients;
import io.headrace.cli.process.ServiceKind;
import io.headrace.pipeline.config.ConfigLoader;
import io.headrace.pipeline.config.KafkaMode;
import io.headrace.pipeline.config.RunConfig;
import io.headrace.pipeline.kafka.KafkaClients;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The processes of a run: a broker, unless an external one is configured, and one per service; or
 * one process for all. Closing ends them in reverse order and keeps the data folder.
 */
final class RunningLoop implements AutoCloseable {

  /** Settings of a fast loop: a small model, no cold start, no goal to end at. */
  private static final List<String> SETTINGS =
      List.of(
          "run=bench-memory",
          "console.port=0",
          "model.hidden-size=32",
          "model.layers=1",
          "model.attention-heads=2",
          "model.key-value-heads=1",
          "model.feed-forward-size=64",
          "tasks.demonstrations=400",
          "tasks.pool=200",
          "curriculum.samples-per-group=4",
          "curriculum.cold-start-accuracy=0",
          "curriculum.goal-greedy-accuracy=1",
          "curriculum.goal-sampled-accuracy=1",
          "curriculum.max-steps=100000000",
          "evaluation.heldout=20",
          "evaluation.every-steps=50",
          "sampling.max-new-tokens=24",
          "rollout.decoders=1",
          "rollout.slots=64",
          "learner.threads=1",
          "learner.sft.max-steps=0",
          "learner.rl.groups-per-step=16",
          "learner.rl.epochs-per-batch=1",
          "learner.rl.mini-batches=2",
          "learner.rl.decay-steps=0",
          "learner.rl.mixed-rewards-only=false");

  private final RunConfig config;
  private final List<String> arguments;
  private final List<String> options;
  private final Path folder;
  private final List<ServiceProcess> processes = new ArrayList<>();
  private final List<Integer> ports = new ArrayList<>();

  private RunningLoop(MemoryPlan plan, Path folder) {
    List<String> settings = new ArrayList<>(SETTINGS);
    settings.add("storage.data-folder=" + folder.resolve("data"));
    settings.addAll(plan.settings());
    this.config = ConfigLoader.load(Optional.empty(), Map.of(), settings).config();
    this.arguments = settings.stream().map("--set=%s"::formatted).toList();
    this.options =
        plan.heap()
            .map(
                heap ->
                    List.of("-Xms" + heap.bytes(), "-Xmx" + heap.bytes(), "-XX:+AlwaysPreTouch"))
            .orElse(List.of());
    this.folder = folder;
  }

  /** Starts all processes and waits until each has started. */
  static RunningLoop start(MemoryPlan plan, Path folder) {
    RunningLoop loop = new RunningLoop(plan, folder);
    try {
      if (plan.oneProcess()) {
        loop.startProcess("all", List.of("up"));
        BoundedTopics.create(loop.clients(), loop.config);
      } else {
        loop.startServices();
      }
      return loop;
    } catch (RuntimeException e) {
      loop.close();
      throw e;
    }
  }

  private void startServices() {
    if (config.kafka().mode() == KafkaMode.EMBEDDED) {
      startProcess("broker", List.of("start", "broker"));
    }
    BoundedTopics.create(clients(), config);
    for (ServiceKind kind : ServiceKind.wholeRun()) {
      startProcess(kind.label(), List.of("start", kind.label()));
    }
  }

  private void startProcess(String name, List<String> command) {
    List<String> all = new ArrayList<>(command);
    all.add("--admin-port=0");
    all.addAll(arguments);
    ServiceProcess process = ServiceProcess.start(name, folder, options, all);
    processes.add(process);
    ports.add(process.awaitPort());
  }

  RunConfig config() {
    return config;
  }

  KafkaClients clients() {
    return RunClients.connect(config);
  }

  /** The processes, in the order they were started. */
  List<ServiceProcess> processes() {
    return Collections.unmodifiableList(processes);
  }

  /** The port of the metrics of the process with this index. */
  int port(int index) {
    return ports.get(index);
  }

  /** The process whose duty cycle sets the pace: the rollout worker. */
  ServiceProcess worker() {
    return processes.stream()
        .filter(process -> process.name().equals(ServiceKind.ROLLOUT_WORKER.label()))
        .findFirst()
        .orElse(processes.getFirst());
  }

  @Override
  public void close() {
    processes.reversed().forEach(ServiceProcess::close);
  }
}
