package io.headrace.curriculum.service;

import io.headrace.curriculum.controller.Events;
import io.headrace.curriculum.task.TaskCheck;
import io.headrace.pipeline.config.ConfigLoader;
import io.headrace.pipeline.config.RunConfig;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.kafka.EventProducer;
import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.pipeline.kafka.Topics;
import io.headrace.pipeline.service.ServiceContext;
import io.headrace.schemas.BatchEntry;
import io.headrace.schemas.EvaluationCompleted;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.Phase;
import io.headrace.schemas.PhaseChanged;
import io.headrace.schemas.Purpose;
import io.headrace.schemas.Stage;
import io.headrace.schemas.StageStarted;
import io.headrace.schemas.TrainingGranted;
import io.headrace.schemas.topics.Topic;
import io.headrace.testkit.TestBroker;
import io.headrace.testkit.TopicReader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A run on a real broker; workers, assembler and learner are simulated. */
final class ScriptedRun implements AutoCloseable {

  static final Duration LIMIT = Duration.ofSeconds(150);

  private final RunConfig config;
  private final KafkaClients kafka;
  private final EventProducer producer;
  private final TestBroker broker;
  private final Map<Topic, TopicReader<SpecificRecord>> readers = new EnumMap<>(Topic.class);
  private int requested;
  private long steps;

  private ScriptedRun(TestBroker broker, RunConfig config) {
    this.broker = broker;
    this.config = config;
    this.kafka = new KafkaClients(broker.bootstrapServers(), Map.of(), EventCodec.released());
    this.producer = kafka.producer();
  }

  /** Creates the topics and writes the run's start: 10 held-out tasks, batches of 4 groups of 2. */
  static ScriptedRun create(TestBroker broker, String... more) {
    List<String> sets =
        new ArrayList<>(
            List.of(
                "run=" + broker.newRun(),
                "tasks.demonstrations=30",
                "tasks.pool=50",
                "evaluation.heldout=10",
                "evaluation.every-steps=2",
                "curriculum.samples-per-group=2",
                "curriculum.max-staleness=1",
                "curriculum.cold-start-accuracy=0.5",
                "curriculum.goal-greedy-accuracy=0.9",
                "curriculum.goal-sampled-accuracy=0.8",
                "learner.rl.groups-per-step=4",
                "learner.rl.mini-batches=1"));
    sets.addAll(List.of(more));
    RunConfig config = ConfigLoader.load(Optional.empty(), Map.of(), sets).config();
    ScriptedRun run = new ScriptedRun(broker, config);
    try (Admin admin = run.kafka.admin()) {
      Topics.create(admin, config.runId(), config.kafka());
    }
    run.write(Topic.CONTROL, config.run(), Events.started(config.run(), Instant.now()));
    return run;
  }

  /** Starts a curriculum of the run in this JVM. */
  CurriculumService curriculum(String instance) {
    CurriculumService service =
        CurriculumService.create(
            new ServiceContext(
                config, kafka, new SimpleMeterRegistry(), Clock.systemUTC(), instance),
            TaskCheck.ANY);
    service.start();
    return service;
  }

  String name() {
    return config.run();
  }

  /** Writes an event and returns its offset. */
  long write(Topic topic, String key, SpecificRecord event) {
    return producer.sendAndWait(new ProducerRecord<>(topic.of(name()), key, event), LIMIT).offset();
  }

  /** Writes a value that is not an event. */
  void writeBytes(Topic topic, byte[] value) {
    Map<String, Object> config = Map.of("bootstrap.servers", broker.bootstrapServers());
    try (var raw = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())) {
      var _ = raw.send(new ProducerRecord<>(topic.of(name()), name(), value));
    }
  }

  /** Writes a supervised step with a new version. */
  void sftStep(long version) {
    step(Stage.SFT, version, List.of());
  }

  /** Writes a policy step on the given groups with a new version. */
  void rlStep(long version, List<String> groups) {
    step(Stage.RL, version, groups);
  }

  /** Writes the answer to the grant that ends training, with the last version. */
  void learnerStops(long version) {
    TrainingGranted end = await(Topic.CONTROL, TrainingGranted.class, TrainingGranted::getEnds);
    write(Topic.STEPS, name(), Events.stopped(name(), end.getNumber(), version, Instant.now()));
  }

  private void step(Stage stage, long version, List<String> groups) {
    List<BatchEntry> batch = groups.stream().map(id -> new BatchEntry(id, 0, 0L, 2)).toList();
    var step =
        Events.step(name(), ++steps, stage, version - 1, version, batch, List.of(), Instant.now());
    write(Topic.STEPS, name(), step);
  }

  /**
   * Waits for the given number of further requests and returns them in the order of their numbers.
   */
  List<GroupRequest> nextRequests(int count) {
    List<SpecificRecord> all = reader(Topic.TASKS).atLeast(requested + count, LIMIT);
    List<GroupRequest> next =
        all.stream()
            .map(GroupRequest.class::cast)
            .sorted(Comparator.comparingLong(GroupRequest::getNumber))
            .skip(requested)
            .toList();
    requested += next.size();
    return next;
  }

  /** Answers evaluation requests: the given number of every ten tasks correctly. */
  void answer(List<GroupRequest> requests, int correctOfTen) {
    for (GroupRequest request : requests) {
      double score = request.getNumber() / 2 % 10 < correctOfTen ? 1 : 0;
      long version = request.getMinWeightsVersion();
      var outcome = Events.outcome(request, version, Instant.now(), score);
      write(Topic.OUTCOMES, request.getGroupId(), outcome);
    }
  }

  /** Writes dropped groups for requests. */
  void drop(List<GroupRequest> requests) {
    for (GroupRequest request : requests) {
      write(Topic.OUTCOMES, request.getGroupId(), Events.dropped(request, Instant.now()));
    }
  }

  /** Answers evaluation requests as versions before 0.2 did, without outcomes. */
  void answerWithGroupsOnly(List<GroupRequest> requests, int correctOfTen) {
    for (GroupRequest request : requests) {
      double score = request.getNumber() / 2 % 10 < correctOfTen ? 1 : 0;
      long version = request.getMinWeightsVersion();
      write(
          Topic.EVALS, request.getGroupId(), Events.scored(request, version, Instant.now(), score));
    }
  }

  /** Deletes all snapshots, so that the next curriculum starts from the log alone. */
  void deleteSnapshots() {
    try (Admin admin = kafka.admin()) {
      Topics.await(
          admin.deleteTopics(List.of(Topic.SNAPSHOTS.of(name()))).all(), "deleting snapshots");
      Topics.create(admin, config.runId(), config.kafka());
    }
  }

  /** Answers training requests with mixed scores and returns their groups. */
  List<String> train(List<GroupRequest> requests, long version) {
    List<String> groups = new ArrayList<>();
    for (GroupRequest request : requests) {
      if (request.getPurpose() == Purpose.TRAIN) {
        var outcome = Events.outcome(request, version, Instant.now(), 1.0, 0.0);
        write(Topic.OUTCOMES, request.getGroupId(), outcome);
        groups.add(request.getGroupId());
      }
    }
    return groups;
  }

  StageStarted awaitStage(String stage) {
    return await(Topic.CONTROL, StageStarted.class, event -> event.getStage().equals(stage));
  }

  PhaseChanged awaitEnd(Phase end) {
    return await(Topic.CONTROL, PhaseChanged.class, change -> change.getPhase() == end);
  }

  EvaluationCompleted awaitEvaluation(String id) {
    return await(Topic.EVALS, EvaluationCompleted.class, e -> e.getEvaluation().equals(id));
  }

  <T extends SpecificRecord> T await(Topic topic, Class<T> type, Predicate<T> wanted) {
    return reader(topic).until(soFar -> only(soFar, type).stream().anyMatch(wanted), LIMIT).stream()
        .filter(type::isInstance)
        .map(type::cast)
        .filter(wanted)
        .findFirst()
        .orElseThrow();
  }

  /** Every event of a type that is on a topic now. */
  <T extends SpecificRecord> List<T> all(Topic topic, Class<T> type) {
    return only(reader(topic).toEnd(LIMIT), type);
  }

  private static <T extends SpecificRecord> List<T> only(
      List<? extends SpecificRecord> events, Class<T> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private TopicReader<SpecificRecord> reader(Topic topic) {
    return readers.computeIfAbsent(
        topic, _ -> broker.read(topic.of(name()), kafka.codec()::decode));
  }

  @Override
  public void close() {
    readers.values().forEach(TopicReader::close);
    producer.close(Duration.ofSeconds(5));
  }
}
