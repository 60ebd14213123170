package io.headrace.cli.bench;

import io.headrace.cli.process.AdminPort;
import io.headrace.cli.process.RunProcess;
import io.headrace.cli.process.ServiceKind;
import io.headrace.cli.process.TopicTail;
import io.headrace.curriculum.task.CurriculumTask;
import io.headrace.curriculum.task.TaskCheck;
import io.headrace.curriculum.task.TaskSources;
import io.headrace.pipeline.config.LoadedConfig;
import io.headrace.pipeline.config.RunConfig;
import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.Task;
import io.headrace.schemas.Trace;
import io.headrace.schemas.topics.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;

/**
 * Fills the topics of a paused run. Requests, traces and verdicts are assembled by the real
 * assembler, the first weights and checkpoint are written by the real learner, and both work queues
 * are fully acknowledged.
 */
final class RestartLog {

  private static final Duration STALL_LIMIT = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final int CHUNK = 1_000;

  /** Maximum number of groups written ahead of the assembler; in real runs it is far smaller. */
  private static final int MAX_LEAD = 10_000;

  /** A work queue: the suffix of its share group, and its topic. */
  private record Queue(String group, Topic topic) {}

  private static final Map<ServiceKind, Queue> QUEUES =
      Map.of(
          ServiceKind.ROLLOUT_WORKER,
          new Queue(".rollout-workers", Topic.TASKS),
          ServiceKind.VERIFIER,
          new Queue(".verifier", Topic.TRACES));

  private final LoadedConfig loaded;
  private final RunConfig config;
  private final KafkaClients kafka;
  private final long groups;
  private final RestartEvents events;

  RestartLog(LoadedConfig loaded, KafkaClients kafka, long groups) {
    this.loaded = loaded;
    this.config = loaded.config();
    this.kafka = kafka;
    this.groups = groups;
    List<Task> tasks =
        TaskSources.load(config.tasks(), config.evaluation().heldout(), TaskCheck.ANY)
            .pools()
            .train()
            .stream()
            .map(CurriculumTask::task)
            .toList();
    Instant start = Instant.now().minus(RestartEvents.APART.multipliedBy(groups)).minusSeconds(60);
    this.events = new RestartEvents(config.run(), tasks, start);
  }

  /**
   * Writes the log.
   *
   * @param services the services that will be started
   * @param progress receives progress lines
   */
  void fill(List<ServiceKind> services, Consumer<String> progress) {
    startOnce(ServiceKind.LEARNER);
    QUEUES.keySet().stream().filter(services::contains).forEach(this::startOnce);
    try (RestartTopics topics = new RestartTopics(config.run(), kafka)) {
      writeControl(topics);
      assemble(topics, progress);
      Path checkpoints = config.storage().runFolder(config.run()).resolve("checkpoints");
      new RestartTraining(topics, events, checkpoints)
          .write(groups / RestartEvents.GROUPS_PER_STEP);
      finishQueues(topics, services);
    }
  }

  private static void finishQueues(RestartTopics topics, List<ServiceKind> services) {
    QUEUES.forEach(
        (service, queue) -> {
          if (services.contains(service)) {
            topics.finishQueue(queue.group(), queue.topic());
          }
        });
  }

  /** Starts and stops a service so that it creates its share group or first weights. */
  private void startOnce(ServiceKind kind) {
    try (RunProcess process = RunProcess.single(loaded, kind, AdminPort.fixed(0), true)) {
      RestartProbe.awaitReady(process);
    }
  }

  private void writeControl(RestartTopics topics) {
    for (SpecificRecord event :
        List.of(
            events.training(),
            events.grant(config.curriculum().maxSteps()),
            events.pause(events.start()))) {
      topics.send(Topic.CONTROL, events.start(), event);
    }
  }

  private void assemble(RestartTopics topics, Consumer<String> progress) {
    try (RunProcess assembler =
            RunProcess.single(loaded, ServiceKind.REWARD_SERVICE, AdminPort.fixed(0), true);
        TopicTail outcomes =
            TopicTail.open(kafka, Topic.OUTCOMES.of(config.run()), Long.MAX_VALUE)) {
      long assembled = 0;
      long reported = 0;
      for (long next = 0; next < groups; next += CHUNK) {
        for (long group = next; group < Math.min(groups, next + CHUNK); group++) {
          write(topics, events.request(group));
        }
        topics.flush();
        assembled += awaitAssembled(assembler, outcomes, next + CHUNK - MAX_LEAD - assembled);
        if (assembled - reported >= groups / 20) {
          reported = assembled;
          report(progress, assembled);
        }
      }
      report(progress, assembled + awaitAssembled(assembler, outcomes, groups - assembled));
    }
  }

  private void report(Consumer<String> progress, long assembled) {
    progress.accept(
        String.format(Locale.ROOT, "%,d of %,d groups are in the log", assembled, groups));
  }

  private void write(RestartTopics topics, GroupRequest request) {
    String key = request.getGroupId();
    topics.send(Topic.TASKS, key, request.getRequestedAt(), request);
    for (int sample = 0; sample < RestartEvents.SAMPLES; sample++) {
      Trace trace = events.trace(request, sample);
      topics.send(Topic.TRACES, key, trace.getFinishedAt(), trace);
      topics.send(Topic.VERDICTS, key, trace.getFinishedAt(), events.verdict(trace));
    }
  }

  /** Waits until at least {@code wanted} more groups were emitted; returns their number. */
  private static long awaitAssembled(RunProcess assembler, TopicTail outcomes, long wanted) {
    long received = 0;
    long deadline = System.nanoTime() + STALL_LIMIT.toNanos();
    do {
      int more = outcomes.poll(wanted > received ? POLL : Duration.ZERO).size();
      received += more;
      deadline = more > 0 ? System.nanoTime() + STALL_LIMIT.toNanos() : deadline;
      if (!assembler.problems().isEmpty() || System.nanoTime() - deadline > 0) {
        throw new HeadraceException(
            ErrorCode.TIMED_OUT,
            "[bench restart] the assembler emits no more groups; look at its log: "
                + assembler.problems());
      }
    } while (received < wanted);
    return received;
  }
}
