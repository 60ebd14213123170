package io.headrace.pipeline.weights;

import io.headrace.pipeline.config.WeightsConfig;
import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.FileProblem;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.id.LearnerId;
import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.pipeline.kafka.Delivery;
import io.headrace.pipeline.kafka.EventProducer;
import io.headrace.schemas.Stage;
import io.headrace.schemas.WeightsChunk;
import io.headrace.schemas.WeightsFile;
import io.headrace.schemas.WeightsLocation;
import io.headrace.schemas.WeightsManifest;
import io.headrace.schemas.topics.Topic;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes a model folder as a weights version: sends its files in chunks to the {@code
 * weight-chunks} topic or, above the size limit, copies them to the shared folder; then sends the
 * manifest to {@code weights}.
 *
 * <p>Sends within the caller's transaction, so a version becomes visible completely or not at all.
 * Not safe for threads.
 */
public final class WeightsPublisher {

  /**
   * Metadata of a version.
   *
   * @param version the version
   * @param step the optimizer step that made it
   * @param stage the stage that made it
   * @param parameters number of the model's parameters
   * @param checkpoint name of the checkpoint with the same weights
   * @param publishedAt time of the publication
   */
  public record Release(
      WeightsVersion version,
      long step,
      Stage stage,
      long parameters,
      String checkpoint,
      Instant publishedAt) {}

  private static final Logger LOG = LoggerFactory.getLogger(WeightsPublisher.class);

  private final EventProducer producer;
  private final String run;
  private final String topics;
  private final WeightsConfig config;
  private final SharedVersions shared;

  /**
   * Creates a publisher; it does not own the producer.
   *
   * @param sharedFolder folder for this run's versions above the size limit
   */
  public WeightsPublisher(
      EventProducer producer, String run, WeightsConfig config, Path sharedFolder) {
    this(producer, run, LearnerId.DEFAULT, config, sharedFolder);
  }

  /**
   * A publisher of a learner's versions, which are numbered apart from those of other learners.
   *
   * @param sharedFolder where this learner's versions above the limit go
   */
  public WeightsPublisher(
      EventProducer producer,
      String run,
      LearnerId learner,
      WeightsConfig config,
      Path sharedFolder) {
    this.producer = producer;
    this.run = run;
    this.topics = learner.topics(run);
    this.config = config;
    this.shared = new SharedVersions(sharedFolder);
  }

  /**
   * Sends a version's records; the commit of the caller's transaction throws if one of them is not
   * stored.
   *
   * @param folder a model folder in Hugging Face layout; only its regular files are published
   * @throws HeadraceException DISK_FAILED, or the broker's failure if a chunk is not stored
   */
  public WeightsManifest publish(Release release, Path folder) {
    String target = "the log";
    String advice = "look at the disk of the model folder";
    try {
      List<Path> files = files(folder);
      long size = 0;
      for (Path file : files) {
        size += Files.size(file);
      }
      boolean log = size <= config.logLimit().bytes();
      if (!log) {
        target = shared.folder().toString();
        advice = "name a folder that the learner may write with weights.shared-folder";
      }
      WeightsManifest manifest = log ? throughLog(release, files) : throughFolder(release, files);
      producer.send(new ProducerRecord<>(Topic.WEIGHTS.of(topics), run, manifest));
      return manifest;
    } catch (IOException e) {
      throw new HeadraceException(
          ErrorCode.DISK_FAILED,
          "[run=%s weights=%s] publishing %s to %s failed: %s; %s"
              .formatted(run, release.version(), folder, target, FileProblem.of(e), advice),
          e);
    }
  }

  /**
   * Removes all but the newest {@code weights.kept} versions from the shared folder; call it after
   * the commit. A failure is only logged.
   *
   * @param newest the version that was committed
   */
  public void prune(WeightsVersion newest) {
    try {
      shared.prune(newest, config.kept());
    } catch (IOException e) {
      LOG.warn("[run={} weights={}] old versions not removed: {}", run, newest, e.toString());
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private WeightsManifest throughLog(Release release, List<Path> files) throws IOException {
    List<WeightsFile> published = new ArrayList<>();
    for (Path file : files) {
      published.add(sendChunks(release.version(), file));
    }
    return manifest(release, WeightsLocation.LOG, "", published);
  }

  private WeightsFile sendChunks(WeightsVersion version, Path file) throws IOException {
    long size = Files.size(file);
    int chunkSize = Math.toIntExact(config.chunkSize().bytes());
    int count = Math.toIntExact(Math.max(1, (size + chunkSize - 1) / chunkSize));
    List<Delivery> sent = new ArrayList<>();
    try (InputStream in = Files.newInputStream(file)) {
      for (int index = 0; index < count; index++) {
        WeightsChunk chunk =
            WeightsChunk.newBuilder()
                .setRun(run)
                .setVersion(version.value())
                .setFile(file.getFileName().toString())
                .setIndex(index)
                .setCount(count)
                .setData(ByteBuffer.wrap(in.readNBytes(chunkSize)))
                .build();
        sent.add(producer.send(new ProducerRecord<>(Topic.WEIGHT_CHUNKS.of(topics), run, chunk)));
      }
    }
    producer.flush();
    return file(file, size, count, sent.getFirst().stored().offset());
  }

  private WeightsManifest throughFolder(Release release, List<Path> files) throws IOException {
    Path version = shared.add(release.version(), files);
    List<WeightsFile> published = new ArrayList<>();
    for (Path file : files(version)) {
      published.add(file(file, Files.size(file), 0, -1));
    }
    return manifest(release, WeightsLocation.SHARED_FOLDER, version.toString(), published);
  }

  private static WeightsFile file(Path file, long size, int chunks, long offset)
      throws IOException {
    return WeightsFile.newBuilder()
        .setName(file.getFileName().toString())
        .setSize(size)
        .setSha256(Sha256.of(file))
        .setChunks(chunks)
        .setFirstChunkOffset(offset)
        .build();
  }

  private WeightsManifest manifest(
      Release release, WeightsLocation location, String folder, List<WeightsFile> files) {
    return WeightsManifest.newBuilder()
        .setRun(run)
        .setVersion(release.version().value())
        .setStep(release.step())
        .setStage(release.stage())
        .setLocation(location)
        .setFolder(folder)
        .setChunksTopic(location == WeightsLocation.LOG ? Topic.WEIGHT_CHUNKS.suffix() : "")
        .setFiles(files)
        .setParameters(release.parameters())
        .setCheckpoint(release.checkpoint())
        .setPublishedAt(release.publishedAt())
        .build();
  }
}
