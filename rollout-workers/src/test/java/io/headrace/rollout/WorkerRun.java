package io.headrace.rollout;

import static org.awaitility.Awaitility.await;

import io.headrace.pipeline.config.ConfigLoader;
import io.headrace.pipeline.config.RunConfig;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.pipeline.kafka.EventProducer;
import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.pipeline.kafka.ShareGroups;
import io.headrace.pipeline.kafka.Topics;
import io.headrace.pipeline.queue.AttemptLog;
import io.headrace.pipeline.queue.RecordPosition;
import io.headrace.pipeline.service.ServiceContext;
import io.headrace.pipeline.service.ServiceStatus;
import io.headrace.pipeline.weights.WeightsPublisher;
import io.headrace.rollout.http.HttpEngine;
import io.headrace.schemas.AttemptStarted;
import io.headrace.schemas.DeadLetter;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.Phase;
import io.headrace.schemas.Purpose;
import io.headrace.schemas.Sampling;
import io.headrace.schemas.Stage;
import io.headrace.schemas.Task;
import io.headrace.schemas.Trace;
import io.headrace.schemas.WorkAbandoned;
import io.headrace.schemas.topics.Topic;
import io.headrace.testkit.RunFixture;
import io.headrace.testkit.TestBroker;
import io.headrace.testkit.TopicReader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A run on a test broker with what surrounds its rollout workers: requests, weights, readers. */
final class WorkerRun implements AutoCloseable {

  static final int MAX_DELIVERIES = 5;

  /** The delivery from which on a request goes to the dead letters whatever its attempts. */
  static final int NEAR_LIMIT = 23;

  /** Two for each of the topic's partitions. */
  private static final int CONSUMERS = 8;

  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final int POSITIONS = 4096;

  private final TestBroker broker;
  private final RunConfig config;
  private final KafkaClients kafka;
  private final Path folder;
  private final RunFixture fixture;
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final EventProducer producer;
  private final Optional<HttpEngine> engine;
  private final TopicReader<SpecificRecord> traceReader;
  private final TopicReader<SpecificRecord> letterReader;
  private final List<RolloutService> workers = new ArrayList<>();
  private final List<WorkerProcess> processes = new ArrayList<>();
  private final Map<RecordPosition, Integer> taken = new HashMap<>();

  private WorkerRun(TestBroker broker, Path folder, BackendKind backend) {
    String run = broker.newRun();
    this.broker = broker;
    this.folder = folder;
    this.config = config(run, folder, CONSUMERS);
    this.kafka = new KafkaClients(broker.bootstrapServers(), Map.of(), EventCodec.released());
    try (Admin admin = kafka.admin()) {
      Topics.create(admin, config.runId(), config.kafka());
    }
    this.engine = backend.startEngine(config.rollout());
    this.fixture = RunFixture.of(run);
    this.producer = kafka.producer();
    this.traceReader = broker.read(Topic.TRACES.of(run), kafka.codec()::decode);
    this.letterReader = broker.read(Topic.DEAD_LETTERS.of(run), kafka.codec()::decode);
  }

  static WorkerRun open(TestBroker broker, Path folder) {
    return open(broker, folder, BackendKind.BUILT_IN);
  }

  /** With a backend over HTTP, the workers of the run share one engine in this process. */
  static WorkerRun open(TestBroker broker, Path folder, BackendKind backend) {
    return new WorkerRun(broker, folder, backend);
  }

  /** One decoder that draws one token a turn, so that long samples take long. */
  static RunConfig config(String run, Path folder, int consumers) {
    return ConfigLoader.load(
            Optional.empty(),
            Map.of(),
            List.of(
                "run=" + run,
                "storage.data-folder=" + folder,
                "rollout.decoders=1",
                "rollout.consumers=" + consumers,
                "rollout.slots=96",
                "rollout.decode-steps=1",
                "rollout.precision=float32",
                "rollout.repetition-count=0",
                "rollout.max-deliveries=" + MAX_DELIVERIES))
        .config();
  }

  // ---- workers

  void startWorker(String instance) {
    var context = new ServiceContext(config, kafka, metrics, Clock.systemUTC(), instance);
    RolloutService worker =
        new RolloutService(
            context, BackendKind.open(engine.map(HttpEngine::uri), config.rollout()));
    workers.add(worker);
    worker.start();
  }

  void closeWorkers() {
    workers.forEach(RolloutService::close);
    workers.clear();
  }

  /** Lets the leases of requests that are taken from now on last so long. */
  void leaseFor(Duration lease) {
    broker.lockFor(group(), lease);
  }

  private String group() {
    return config.run() + ".rollout-workers";
  }

  /** Starts a worker in a process of its own and waits until it samples. */
  WorkerProcess startProcess() {
    WorkerProcess process =
        WorkerProcess.start(
            config.run(), kafka.bootstrapServers(), folder, engine.map(HttpEngine::uri));
    processes.add(process);
    await().atMost(LIMIT).until(process::samples);
    return process;
  }

  /**
   * Waits until each consumer of a worker has its part of the queue: then no lease moves any more.
   */
  void awaitConsumers() {
    try (Admin admin = kafka.admin()) {
      await()
          .atMost(LIMIT)
          .ignoreExceptionsMatching(e -> e.getCause() instanceof GroupIdNotFoundException)
          .until(() -> isSharedOut(admin));
    }
  }

  private boolean isSharedOut(Admin admin) throws Exception {
    var described = admin.describeShareGroups(List.of(group())).all();
    var members =
        described.get(LIMIT.toSeconds(), TimeUnit.SECONDS).values().stream()
            .flatMap(found -> found.members().stream())
            .toList();
    return members.size() == CONSUMERS
        && members.stream()
            .noneMatch(consumer -> consumer.assignment().topicPartitions().isEmpty());
  }

  ServiceStatus status() {
    return workers.getLast().status();
  }

  void awaitBusy() {
    await()
        .atMost(LIMIT)
        .until(() -> status().metrics().getOrDefault(RolloutMetrics.BUSY_SLOTS, 0.0) > 0);
  }

  /** Waits until the worker holds a request, be it only for its weights. */
  void awaitPending() {
    await()
        .atMost(LIMIT)
        .until(() -> status().metrics().getOrDefault(RolloutMetrics.PENDING_SAMPLES, 0.0) > 0);
  }

  double metric(String name) {
    return metrics.get(name).counter().count();
  }

  // ---- requests

  GroupRequest request(int number) {
    GroupRequest request = fixture.request(number);
    Sampling sampling =
        Sampling.newBuilder(request.getSampling()).setMaxNewTokens(20).setTemperature(1).build();
    return GroupRequest.newBuilder(request)
        .setSampling(sampling)
        .setRequestedAt(Instant.now())
        .setDeadline(Instant.now().plus(LIMIT))
        .build();
  }

  /** The same of a held-out task. */
  GroupRequest heldOut(int number) {
    return GroupRequest.newBuilder(request(number)).setPurpose(Purpose.EVALUATION).build();
  }

  void enter(Phase phase) {
    producer.send(
        new ProducerRecord<>(
            Topic.CONTROL.of(config.run()), config.run(), fixture.progress().phase(phase, 0)));
    producer.flush();
  }

  /** One greedy sample; the random model draws no end-of-sequence token. */
  GroupRequest longRequest(int number, int tokens) {
    GroupRequest request = request(number);
    Sampling sampling =
        Sampling.newBuilder(request.getSampling())
            .setMaxNewTokens(tokens)
            .setTemperature(0)
            .build();
    return GroupRequest.newBuilder(request).setSamples(1).setSampling(sampling).build();
  }

  GroupRequest withPrompt(GroupRequest request, String prompt) {
    Task task = Task.newBuilder(request.getTask()).setPrompt(prompt).build();
    return GroupRequest.newBuilder(request).setTask(task).build();
  }

  GroupRequest expired(GroupRequest request) {
    return GroupRequest.newBuilder(request).setDeadline(Instant.now()).build();
  }

  GroupRequest fromVersion(GroupRequest request, long version) {
    return GroupRequest.newBuilder(request).setMinWeightsVersion(version).build();
  }

  void ask(GroupRequest request) {
    write(request.getGroupId(), kafka.codec().encode(request));
  }

  /** Asks for all of them at once, so that a consumer may take several. */
  void ask(List<GroupRequest> requests) {
    for (GroupRequest request : requests) {
      producer.send(
          new ProducerRecord<>(Topic.TASKS.of(config.run()), request.getGroupId(), request));
    }
    producer.flush();
  }

  void write(byte[] value) {
    write("key", value);
  }

  private void write(String key, byte[] value) {
    try (var raw =
        new KafkaProducer<>(
            Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()),
            new StringSerializer(),
            new ByteArraySerializer())) {
      var _ = raw.send(new ProducerRecord<>(Topic.TASKS.of(config.run()), key, value));
    }
  }

  // ---- weights

  void publish(long version) {
    Path model = folder.resolve("model-" + version);
    TinyModel.write(model, POSITIONS, version);
    var publisher = new WeightsPublisher(producer, config.run(), config.weights(), folder);
    publisher.publish(
        new WeightsPublisher.Release(
            new WeightsVersion(version), version, Stage.RL, 1, "test", Instant.now()),
        model);
    producer.flush();
  }

  void publishCorrupt(long version) {
    byte[] good = {1, 2, 3};
    byte[] flipped = {1, 2, 2};
    String topic = Topic.WEIGHTS.of(config.run());
    producer.send(
        new ProducerRecord<>(topic, config.run(), fixture.progress().chunk(version, flipped)));
    producer.send(
        new ProducerRecord<>(topic, config.run(), fixture.progress().manifest(version, good, 0)));
    producer.flush();
  }

  // ---- other members of the share group

  record Silent(KafkaShareConsumer<String, byte[]> consumer, int taken) implements AutoCloseable {
    @Override
    public void close() {
      consumer.close(Duration.ofSeconds(5));
    }
  }

  Silent takeAndFallSilent() {
    KafkaShareConsumer<String, byte[]> consumer = member();
    return new Silent(consumer, poll(consumer));
  }

  void takeAndGiveBack(int times) {
    takeAndGiveBackAll(1, times);
  }

  /** Takes and gives back until each of so many requests was delivered so often. */
  void takeAndGiveBackAll(int requests, int times) {
    taken.clear();
    try (KafkaShareConsumer<String, byte[]> consumer = member()) {
      await().atMost(LIMIT).until(() -> giveBack(consumer, times).size() == requests);
    }
  }

  /** The requests that were delivered so often, after one more look. */
  private Set<RecordPosition> giveBack(KafkaShareConsumer<String, byte[]> consumer, int times) {
    for (var record : consumer.poll(Duration.ofMillis(200))) {
      consumer.acknowledge(record, AcknowledgeType.RELEASE);
      taken.merge(
          RecordPosition.of(record), record.deliveryCount().orElseThrow().intValue(), Math::max);
    }
    consumer.commitSync();
    return taken.entrySet().stream()
        .filter(entry -> entry.getValue() >= times)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** Writes attempts of what was taken, as workers do that end then. */
  void beginAttempts(int times) {
    var context = new ServiceContext(config, kafka, metrics, Clock.systemUTC(), "ended");
    try (var log =
        new AttemptLog(context, "rollout-worker", Topic.TASKS.of(config.run()), producer)) {
      for (int i = 0; i < times; i++) {
        log.written(taken.keySet());
        log.begin(taken.keySet());
      }
    }
  }

  /** The attempts to sample requests, once there are so many. */
  List<AttemptStarted> attempts(int count) {
    try (TopicReader<SpecificRecord> reader =
        broker.read(Topic.ATTEMPTS.of(config.run()), kafka.codec()::decode)) {
      return reader.atLeast(count, LIMIT).stream().map(AttemptStarted.class::cast).toList();
    }
  }

  private KafkaShareConsumer<String, byte[]> member() {
    ShareGroups.configure(
        kafka, group(), new ShareGroups.Deliveries("rollout.max-deliveries", MAX_DELIVERIES));
    KafkaShareConsumer<String, byte[]> consumer = kafka.shareConsumer(group(), 10);
    consumer.subscribe(List.of(Topic.TASKS.of(config.run())));
    return consumer;
  }

  private static int poll(KafkaShareConsumer<String, byte[]> consumer) {
    Instant until = Instant.now().plus(LIMIT);
    while (Instant.now().isBefore(until)) {
      int count = consumer.poll(Duration.ofMillis(200)).count();
      if (count > 0) {
        return count;
      }
    }
    return 0;
  }

  // ---- what came

  List<Trace> traces(int count) {
    return traceReader.atLeast(count, LIMIT).stream().map(Trace.class::cast).toList();
  }

  /** All traces so far once there are as many unlike; what was redelivered came twice. */
  List<Trace> unlikeTraces(int count) {
    return traceReader
        .until(
            events ->
                events.stream().map(Trace.class::cast).map(Trace::getTraceId).distinct().count()
                    == count,
            LIMIT)
        .stream()
        .map(Trace.class::cast)
        .toList();
  }

  List<DeadLetter> deadLetters(int count) {
    return letterReader.atLeast(count, LIMIT).stream().map(DeadLetter.class::cast).toList();
  }

  /** The groups that workers abandoned, in no particular order, once there are so many. */
  List<String> abandonedGroups(int count) {
    try (TopicReader<SpecificRecord> reader =
        broker.read(Topic.VERDICTS.of(config.run()), kafka.codec()::decode)) {
      return reader.atLeast(count, LIMIT).stream()
          .map(event -> ((WorkAbandoned) event).getGroupId())
          .distinct()
          .toList();
    }
  }

  @Override
  public void close() {
    processes.forEach(WorkerProcess::kill);
    closeWorkers();
    engine.ifPresent(HttpEngine::close);
    traceReader.close();
    letterReader.close();
    producer.close(Duration.ofSeconds(5));
  }
}
