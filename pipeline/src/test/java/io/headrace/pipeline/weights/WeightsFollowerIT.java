package io.headrace.pipeline.weights;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.pipeline.config.ByteSize;
import io.headrace.pipeline.config.WeightsConfig;
import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.pipeline.kafka.EventProducer;
import io.headrace.pipeline.kafka.RunTopics;
import io.headrace.schemas.Stage;
import io.headrace.schemas.WeightsChunk;
import io.headrace.schemas.WeightsFile;
import io.headrace.schemas.WeightsLocation;
import io.headrace.schemas.WeightsManifest;
import io.headrace.schemas.topics.Topic;
import io.headrace.testkit.RunFixture;
import io.headrace.testkit.TestBroker;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class WeightsFollowerIT {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final Duration NOTHING_COMES = Duration.ofMillis(500);
  private static final WeightsConfig CHUNKS_OF_1_KIB =
      new WeightsConfig(new ByteSize(1 << 20), new ByteSize(1024), Optional.empty(), 3);

  @RegisterExtension static final TestBroker BROKER = TestBroker.shared();

  @TempDir Path folder;

  private RunTopics topics;
  private EventProducer producer;

  @BeforeEach
  void openLearner() {
    topics = RunTopics.create(BROKER);
    producer = topics.kafka().transactionalProducer(run() + "-learner", LIMIT);
    producer.initTransactions();
  }

  @AfterEach
  void closeLearner() {
    producer.close(Duration.ZERO);
  }

  @Test
  void returnsThePublishedFiles() throws Exception {
    try (WeightsFollower follower = follower()) {
      // Given a model of several chunks and an empty file
      Path model = model(1, 5_000);
      Files.createFile(model.resolve("notes.txt"));

      // When
      publishCommitted(CHUNKS_OF_1_KIB, 0, model);
      WeightsBundle bundle = awaitNext(follower);

      // Then
      assertThat(bundle.version()).isEqualTo(new WeightsVersion(0));
      assertThat(bundle.manifest().getLocation()).isEqualTo(WeightsLocation.LOG);
      assertSameFiles(bundle.folder(), model);
      assertThat(follower.problem()).isEmpty();
    }
  }

  @Test
  void sendsVersionsAboveTheLimitThroughTheSharedFolder() throws Exception {
    try (WeightsFollower follower = follower()) {
      // Given
      Path model = model(1, 5_000);
      var limitOfOneKib =
          new WeightsConfig(new ByteSize(1024), new ByteSize(1024), Optional.empty(), 3);

      // When
      publishCommitted(limitOfOneKib, 3, model);
      WeightsBundle bundle = awaitNext(follower);

      // Then
      assertThat(bundle.manifest().getLocation()).isEqualTo(WeightsLocation.SHARED_FOLDER);
      assertSameFiles(bundle.folder(), model);
    }
  }

  @Test
  void neverReturnsAVersionOfAnAbortedTransaction() throws Exception {
    try (WeightsFollower follower = follower()) {
      // Given a learner that died after publishing version 1
      publishCommitted(CHUNKS_OF_1_KIB, 0, model(1, 3_000));
      publishAborted(CHUNKS_OF_1_KIB, 1, model(2, 3_000));

      // When it publishes version 1 again with other bytes
      Path again = model(3, 3_000);
      publishCommitted(CHUNKS_OF_1_KIB, 1, again);

      // Then
      WeightsBundle bundle = awaitVersion(follower, 1);
      assertSameFiles(bundle.folder(), again);
    }
  }

  @Test
  void startsAtTheNewestVersion() throws Exception {
    // Given
    for (int version = 0; version < 6; version++) {
      publishCommitted(CHUNKS_OF_1_KIB, version, model(version, 40_000));
    }
    awaitReadable(5);

    // When
    try (WeightsFollower follower = follower()) {
      WeightsBundle bundle = awaitNext(follower);

      // Then
      assertThat(bundle.version()).isEqualTo(new WeightsVersion(5));
    }
  }

  @Test
  void rejectsAVersionWithAFlippedByteAndReturnsTheNext() throws Exception {
    try (WeightsFollower follower = follower()) {
      // Given version 0 is served
      publishCommitted(CHUNKS_OF_1_KIB, 0, model(1, 3_000));
      WeightsBundle served = awaitNext(follower);

      // When version 1 is published with one bit flipped
      sendCommitted(flipped(chunk(1)), manifest(1));

      // Then it is rejected, and the previous version stays in use
      assertThat(awaitProblem(follower))
          .contains("[run=" + run() + " weights=v1 file=model.safetensors] its SHA-256 is ")
          .endsWith("the version is not served");
      assertThat(Files.exists(served.folder().resolve("model.safetensors"))).isTrue();

      // and the next good version is served
      publishCommitted(CHUNKS_OF_1_KIB, 2, model(2, 3_000));
      assertThat(awaitNext(follower).version()).isEqualTo(new WeightsVersion(2));
      assertThat(follower.problem()).isEmpty();
    }
  }

  @Test
  void returnsAValidVersionWhenTheNextOneIsCorrupt() throws Exception {
    try (WeightsFollower follower = follower()) {
      // Given both are read in one poll
      sendCommitted(chunk(1), manifest(1), flipped(chunk(2)), manifest(2));

      // When
      WeightsBundle bundle = awaitNext(follower);

      // Then
      assertThat(bundle.version()).isEqualTo(new WeightsVersion(1));
      assertThat(follower.problem()).contains("weights=v2");
    }
  }

  @Test
  void rejectsAManifestWithoutItsChunks() throws Exception {
    try (WeightsFollower follower = follower()) {
      // When
      sendCommitted(manifest(1));

      // Then
      assertThat(awaitProblem(follower))
          .contains("weights=v1")
          .contains("0 of 1 chunks are present");
    }
  }

  @Test
  void returnsAVersionOnceItsSharedFolderIsVisible() throws Exception {
    try (WeightsFollower follower = follower()) {
      // Given a version whose folder this machine does not see yet
      Path model = model(1, 5_000);
      publishHidden(3, model);
      assertThat(awaitProblem(follower)).contains("weights=v3").contains("is not there");

      // When it appears
      Files.move(folder.resolve("hidden"), folder.resolve("shared").resolve("v3"));

      // Then the version is returned without being published again
      WeightsBundle bundle = awaitNext(follower);
      assertThat(bundle.version()).isEqualTo(new WeightsVersion(3));
      assertSameFiles(bundle.folder(), model);
      assertThat(follower.problem()).isEmpty();
    }
  }

  @Test
  void aNewerVersionEndsTheRetriesOfTheOlder() throws Exception {
    try (WeightsFollower follower = follower()) {
      // Given version 3 that can't be served yet, and then version 4 that can
      publishHidden(3, model(1, 5_000));
      assertThat(awaitProblem(follower)).contains("weights=v3");
      publishCommitted(CHUNKS_OF_1_KIB, 4, model(2, 3_000));
      assertThat(awaitNext(follower).version()).isEqualTo(new WeightsVersion(4));

      // When version 3 could be served
      Files.move(folder.resolve("hidden"), folder.resolve("shared").resolve("v3"));

      // Then it is not
      assertThat(follower.problem()).isEmpty();
      assertThat(follower.poll(NOTHING_COMES)).isEmpty();
      assertThat(follower.poll(NOTHING_COMES)).isEmpty();
    }
  }

  @Test
  void storesAVersionOnceTheDiskHasSpace() throws Exception {
    try (WeightsFollower follower = follower()) {
      // Given version 0 is served, and a disk that does not take version 1
      publishCommitted(CHUNKS_OF_1_KIB, 0, model(1, 3_000));
      WeightsBundle served = awaitNext(follower);
      Path obstacle = served.folder().resolveSibling("v1").resolve("config.json");
      Files.createDirectories(obstacle);
      Path model = model(2, 3_000);
      publishCommitted(CHUNKS_OF_1_KIB, 1, model);
      assertThat(awaitProblem(follower)).contains("weights=v1").contains("storing it in");
      assertThat(served.folder().resolve("model.safetensors")).exists();

      // When it does
      Files.delete(obstacle);

      // Then
      WeightsBundle bundle = awaitNext(follower);
      assertThat(bundle.version()).isEqualTo(new WeightsVersion(1));
      assertSameFiles(bundle.folder(), model);
      assertThat(follower.problem()).isEmpty();
    }
  }

  @Test
  void rejectsAManifestWithAWrongSize() throws Exception {
    try (WeightsFollower follower = follower()) {
      // Given
      WeightsManifest honest = manifest(1);
      var file =
          WeightsFile.newBuilder(honest.getFiles().getFirst()).setSize(Long.MAX_VALUE).build();
      var lie = WeightsManifest.newBuilder(honest).setFiles(List.of(file)).build();

      // When
      sendCommitted(chunk(1), lie);

      // Then
      assertThat(awaitProblem(follower)).contains("weights=v1").contains("bytes");
    }
  }

  @Test
  void reportsAnUndecodableRecordAndContinues() throws Exception {
    try (WeightsFollower follower = follower()) {
      // Given
      try (var raw = rawProducer()) {
        raw.send(new ProducerRecord<>(Topic.WEIGHTS.of(run()), run(), new byte[] {1, 2, 3}))
            .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      }

      // When
      String problem = awaitProblem(follower);

      // Then
      assertThat(problem).contains("offset=0").contains("UNDECODABLE_RECORD");
      publishCommitted(CHUNKS_OF_1_KIB, 0, model(1, 3_000));
      assertThat(awaitNext(follower).version()).isEqualTo(new WeightsVersion(0));
    }
  }

  /** Waits for committed records, which become readable a moment after the commit returns. */
  private void awaitReadable(long version) {
    try (var reader = BROKER.read(Topic.WEIGHTS.of(run()), topics.kafka().codec()::decode)) {
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

  private String run() {
    return topics.run().value();
  }

  private WeightsFollower follower() {
    return WeightsFollower.open(topics.kafka(), run(), "test", folder.resolve("cache"));
  }

  private KafkaProducer<String, byte[]> rawProducer() {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", BROKER.bootstrapServers()),
        new StringSerializer(),
        new ByteArraySerializer());
  }

  private WeightsBundle awaitNext(WeightsFollower follower) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (System.nanoTime() < deadline) {
      Optional<WeightsBundle> bundle = follower.poll(Duration.ofMillis(100));
      if (bundle.isPresent()) {
        return bundle.get();
      }
    }
    throw new AssertionError("no version within " + LIMIT + "; " + follower.problem());
  }

  private WeightsBundle awaitVersion(WeightsFollower follower, long version) {
    WeightsBundle bundle = awaitNext(follower);
    return bundle.version().value() == version ? bundle : awaitNext(follower);
  }

  private String awaitProblem(WeightsFollower follower) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (follower.problem().isEmpty() && System.nanoTime() < deadline) {
      assertThat(follower.poll(Duration.ofMillis(100))).isEmpty();
    }
    assertThat(follower.poll(NOTHING_COMES)).isEmpty();
    return follower.problem();
  }

  private void publishCommitted(WeightsConfig config, long version, Path model) {
    publish(config, version, model);
    producer.commitTransaction();
  }

  /** Publishes through the shared folder and hides the version's folder. */
  private void publishHidden(long version, Path model) throws IOException {
    var limitOfOneKib =
        new WeightsConfig(new ByteSize(1024), new ByteSize(1024), Optional.empty(), 3);
    publish(limitOfOneKib, version, model);
    Files.move(folder.resolve("shared").resolve("v" + version), folder.resolve("hidden"));
    producer.commitTransaction();
  }

  private void publishAborted(WeightsConfig config, long version, Path model) {
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

  private void sendCommitted(SpecificRecord... events) throws Exception {
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

  private WeightsChunk chunk(long version) {
    return RunFixture.of(run()).progress().chunk(version, bytes(version, 700));
  }

  private WeightsManifest manifest(long version) {
    return RunFixture.of(run()).progress().manifest(version, bytes(version, 700), 0);
  }

  private static WeightsChunk flipped(WeightsChunk chunk) {
    byte[] bytes = chunk.getData().array().clone();
    bytes[350] ^= 1;
    return WeightsChunk.newBuilder(chunk).setData(ByteBuffer.wrap(bytes)).build();
  }

  private Path model(long seed, int size) throws IOException {
    Path model = Files.createDirectories(folder.resolve("model-" + seed));
    Files.writeString(model.resolve("config.json"), "{\"seed\": " + seed + "}");
    Files.write(model.resolve("model.safetensors"), bytes(seed, size));
    return model;
  }

  private static void assertSameFiles(Path actual, Path expected) throws IOException {
    try (var files = Files.list(expected)) {
      for (Path file : files.toList()) {
        assertThat(actual.resolve(file.getFileName())).hasSameBinaryContentAs(file);
      }
    }
  }
}
