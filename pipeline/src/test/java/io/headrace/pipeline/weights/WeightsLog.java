package io.headrace.pipeline.weights;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.pipeline.config.ByteSize;
import io.headrace.pipeline.config.WeightsConfig;
import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.pipeline.kafka.EventProducer;
import io.headrace.pipeline.kafka.RunTopics;
import io.headrace.schemas.Stage;
import io.headrace.schemas.WeightsChunk;
import io.headrace.schemas.WeightsManifest;
import io.headrace.schemas.topics.Topic;
import io.headrace.testkit.RunFixture;
import io.headrace.testkit.TestBroker;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The topic {@code weights} of a run with a learner that publishes to it, and its followers. */
final class WeightsLog implements AutoCloseable {

  static final Duration NOTHING_COMES = Duration.ofMillis(500);
  static final WeightsConfig CHUNKS_OF_1_KIB =
      new WeightsConfig(new ByteSize(1 << 20), new ByteSize(1024), Optional.empty(), 3);
  static final WeightsConfig LIMIT_OF_1_KIB =
      new WeightsConfig(new ByteSize(1024), new ByteSize(1024), Optional.empty(), 3);

  private static final Duration LIMIT = Duration.ofSeconds(90);

  private final TestBroker broker;
  private final Path folder;
  private final RunTopics topics;
  private final EventProducer producer;

  private WeightsLog(TestBroker broker, Path folder) {
    this.broker = broker;
    this.folder = folder;
    topics = RunTopics.create(broker);
    producer = topics.kafka().transactionalProducer(run() + "-learner", LIMIT);
  }

  /** Creates the topics of a run and its learner's producer. */
  static WeightsLog create(TestBroker broker, Path folder) {
    WeightsLog log = new WeightsLog(broker, folder);
    log.producer.initTransactions();
    return log;
  }

  /** The folder of a version that the followers of this machine see. */
  Path shared(long version) {
    return folder.resolve("shared").resolve("v" + version);
  }

  /** Where {@link #publishHidden} moves the folder of its version. */
  Path hidden() {
    return folder.resolve("hidden");
  }

  /** Waits for committed records, which become readable a moment after the commit returns. */
  void awaitReadable(long version) {
    try (var reader = broker.read(Topic.WEIGHTS.of(run()), topics.kafka().codec()::decode)) {
      var _ =
          reader.until(
              events ->
                  events.stream()
                      .anyMatch(
                          event ->
                              event instanceof WeightsManifest manifest
                                  && manifest.getVersion() == version),
              LIMIT);
    }
  }

  String run() {
    return topics.run().value();
  }

  WeightsFollower follower() {
    return WeightsFollower.open(topics.kafka(), run(), "test", folder.resolve("cache"));
  }

  /** Writes a record that is not an event. */
  void sendUndecodable() throws Exception {
    try (var raw =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new StringSerializer(),
            new ByteArraySerializer())) {
      raw.send(new ProducerRecord<>(Topic.WEIGHTS.of(run()), run(), new byte[] {1, 2, 3}))
          .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
  }

  WeightsBundle awaitNext(WeightsFollower follower) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (System.nanoTime() < deadline) {
      Optional<WeightsBundle> bundle = follower.poll(Duration.ofMillis(100));
      if (bundle.isPresent()) {
        return bundle.get();
      }
    }
    throw new AssertionError("no version within " + LIMIT + "; " + follower.problem());
  }

  WeightsBundle awaitVersion(WeightsFollower follower, long version) {
    WeightsBundle bundle = awaitNext(follower);
    return bundle.version().value() == version ? bundle : awaitNext(follower);
  }

  String awaitProblem(WeightsFollower follower) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (follower.problem().isEmpty() && System.nanoTime() < deadline) {
      assertThat(follower.poll(Duration.ofMillis(100))).isEmpty();
    }
    assertThat(follower.poll(NOTHING_COMES)).isEmpty();
    return follower.problem();
  }

  void publishCommitted(WeightsConfig config, long version, Path model) {
    publish(config, version, model);
    producer.commitTransaction();
  }

  /** Publishes through the shared folder and hides the version's folder. */
  void publishHidden(long version, Path model) throws IOException {
    publish(LIMIT_OF_1_KIB, version, model);
    Files.move(shared(version), hidden());
    producer.commitTransaction();
  }

  void publishAborted(WeightsConfig config, long version, Path model) {
    publish(config, version, model);
    producer.abortTransaction();
  }

  private void publish(WeightsConfig config, long version, Path model) {
    producer.beginTransaction();
    var release =
        new WeightsPublisher.Release(
            new WeightsVersion(version),
            version,
            Stage.RL,
            1_250,
            "step-" + version,
            RunFixture.START);
    new WeightsPublisher(producer, run(), config, folder.resolve("shared")).publish(release, model);
  }

  void sendCommitted(SpecificRecord... events) throws Exception {
    producer.beginTransaction();
    for (SpecificRecord event : events) {
      producer.send(new ProducerRecord<>(Topic.WEIGHTS.of(run()), run(), event));
    }
    producer.commitTransaction();
  }

  private static byte[] bytes(long seed, int size) {
    byte[] bytes = new byte[size];
    new SplittableRandom(seed).nextBytes(bytes);
    return bytes;
  }

  WeightsChunk chunk(long version) {
    return RunFixture.of(run()).progress().chunk(version, bytes(version, 700));
  }

  WeightsManifest manifest(long version) {
    return RunFixture.of(run()).progress().manifest(version, bytes(version, 700), 0);
  }

  static WeightsChunk flipped(WeightsChunk chunk) {
    byte[] bytes = chunk.getData().array().clone();
    bytes[350] ^= 1;
    return WeightsChunk.newBuilder(chunk).setData(ByteBuffer.wrap(bytes)).build();
  }

  Path model(long seed, int size) throws IOException {
    Path model = Files.createDirectories(folder.resolve("model-" + seed));
    Files.writeString(model.resolve("config.json"), "{\"seed\": " + seed + "}");
    Files.write(model.resolve("model.safetensors"), bytes(seed, size));
    return model;
  }

  static void assertSameFiles(Path actual, Path expected) throws IOException {
    try (var files = Files.list(expected)) {
      for (Path file : files.toList()) {
        assertThat(actual.resolve(file.getFileName())).hasSameBinaryContentAs(file);
      }
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }
}
