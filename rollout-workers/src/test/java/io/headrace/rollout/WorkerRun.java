package io.headrace.rollout;

import static org.awaitility.Awaitility.await;

import io.headrace.pipeline.config.ConfigLoader;
import io.headrace.pipeline.config.RunConfig;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.pipeline.kafka.EventProducer;
import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.pipeline.kafka.Topics;
import io.headrace.pipeline.service.ServiceContext;
import io.headrace.pipeline.service.ServiceStatus;
import io.headrace.pipeline.weights.WeightsPublisher;
import io.headrace.rollout.http.HttpEngine;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.Phase;
import io.headrace.schemas.Sampling;
import io.headrace.schemas.Stage;
import io.headrace.schemas.topics.Topic;
import io.headrace.testkit.RunFixture;
import io.headrace.testkit.TestBroker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A run on a test broker: starts rollout workers and writes their requests and weights. */
final class WorkerRun implements AutoCloseable {

  static final int MAX_DELIVERIES = 5;

  /** Deliveries after which a request goes to the dead letters, whatever its number of attempts. */
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
  private final RolloutOutput output;
  private final OtherMembers others;
  private final List<RolloutService> workers = new ArrayList<>();
  private final List<WorkerProcess> processes = new ArrayList<>();

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
    this.output = new RolloutOutput(broker, run, kafka.codec());
    this.others = new OtherMembers(config, kafka, producer, group());
  }

  static WorkerRun open(TestBroker broker, Path folder) {
    return open(broker, folder, BackendKind.BUILT_IN);
  }

  /** With a backend over HTTP, the workers of the run share one engine in this process. */
  static WorkerRun open(TestBroker broker, Path folder, BackendKind backend) {
    return new WorkerRun(broker, folder, backend);
  }

  /** Settings with one decoder that draws one token per call, so that long samples take seconds. */
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

  /** Sets how long the leases of requests that are taken from now on last. */
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
    await().atMost(LIMIT).until(process::isSampling);
    return process;
  }

  /**
   * Waits until each consumer of a worker has partitions assigned; leases then stay where they are.
   */
  void awaitConsumers() {
    try (Admin admin = kafka.admin()) {
      await()
          .atMost(LIMIT)
          .ignoreExceptionsMatching(e -> e.getCause() instanceof GroupIdNotFoundException)
          .until(() -> hasAssignments(admin));
    }
  }

  private boolean hasAssignments(Admin admin) throws Exception {
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

  /** Waits until the worker holds a request, sampled or waiting for its weights. */
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

  void enter(Phase phase) {
    producer.send(
        new ProducerRecord<>(
            Topic.CONTROL.of(config.run()), config.run(), fixture.progress().phase(phase, 0)));
    producer.flush();
  }

  void send(GroupRequest request) {
    write(request.getGroupId(), kafka.codec().encode(request));
  }

  /** Sends all of them at once, so that a consumer may take several. */
  void send(List<GroupRequest> requests) {
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
    RandomModel.write(model, POSITIONS, version);
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

  /** What the workers write. */
  RolloutOutput output() {
    return output;
  }

  /** Members of the workers' share group that sample nothing. */
  OtherMembers otherMembers() {
    return others;
  }

  @Override
  public void close() {
    processes.forEach(WorkerProcess::kill);
    closeWorkers();
    engine.ifPresent(HttpEngine::close);
    output.close();
    producer.close(Duration.ofSeconds(5));
  }
}
