package io.headrace.pipeline.weights;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.pipeline.service.BackOff;
import io.headrace.pipeline.service.RetryTimer;
import io.headrace.pipeline.weights.VersionCandidates.Candidate;
import io.headrace.schemas.WeightsLocation;
import io.headrace.schemas.WeightsManifest;
import io.headrace.schemas.topics.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Follows a run's weights: returns the newest committed version whose files match the SHA-256
 * digests of its manifest. Reads all new manifests, but downloads only the chunks of versions that
 * it returns.
 *
 * <p>A version with a wrong digest is rejected for good. One with a retriable failure (a full disk,
 * a shared folder that is not visible yet, an incomplete chunk or file) is retried with growing
 * pauses until it or a newer one is valid. Meanwhile {@link #problem} returns the failure, and the
 * previous version stays in use.
 *
 * <p>Owned by one thread.
 */
public final class WeightsFollower implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WeightsFollower.class);
  private static final Duration SCAN_POLL = Duration.ofMillis(200);
  private static final Duration SCAN_LIMIT = Duration.ofSeconds(60);
  private static final long FIRST_WINDOW = 32;

  private final Consumer<String, byte[]> consumer;
  private final EventCodec codec;
  private final TopicPartition partition;
  private final ChunkReader chunks;
  private final BundleCache cache;
  private final VersionCandidates candidates = new VersionCandidates();
  private final RetryTimer retry = new RetryTimer(new BackOff(new SplittableRandom()));

  private WeightsFollower(KafkaClients kafka, String run, String reader, Path cacheFolder) {
    this.cache = new BundleCache(cacheFolder);
    this.consumer = kafka.consumer(run + ".weights-" + reader);
    this.chunks = new ChunkReader(kafka, run, run + ".weight-chunks-" + reader);
    this.codec = kafka.codec();
    this.partition = new TopicPartition(Topic.WEIGHTS.of(run), 0);
  }

  /**
   * Opens a follower that starts at the newest manifest.
   *
   * @param reader name of the reader, a part of the client's group id
   * @param cacheFolder an exclusive folder for the files of the newest versions; removed on close,
   *     or by the next reader with a sibling folder if this process is killed
   */
  public static WeightsFollower open(
      KafkaClients kafka, String run, String reader, Path cacheFolder) {
    WeightsFollower follower = new WeightsFollower(kafka, run, reader, cacheFolder);
    try {
      follower.consumer.assign(List.of(follower.partition));
      follower.consumer.seek(follower.partition, follower.newestVersionOffset());
      return follower;
    } catch (RuntimeException e) {
      follower.close();
      throw e;
    }
  }

  /**
   * Polls for newer versions and returns only the newest valid one. Also retries versions with a
   * retriable failure when their pause is over.
   *
   * @param timeout maximum wait for new records
   * @return the newest version that became valid since the last call
   * @throws org.apache.kafka.common.KafkaException when the broker fails; the next call continues
   */
  public Optional<WeightsBundle> poll(Duration timeout) {
    consumer.poll(timeout).records(partition).forEach(this::addCandidate);
    return !candidates.isEmpty() && retry.isDue(System.nanoTime())
        ? newestValid()
        : Optional.empty();
  }

  private void addCandidate(ConsumerRecord<String, byte[]> record) {
    if (decode(record) instanceof WeightsManifest manifest) {
      candidates.add(record.offset(), manifest);
      retry.reset();
    }
  }

  /**
   * Why the newest version is not available, in one sentence: it was rejected or will be retried.
   * Empty once it or a newer one is valid.
   */
  public String problem() {
    return candidates.problem();
  }

  private Optional<WeightsBundle> newestValid() {
    for (Candidate candidate : candidates.newestFirst()) {
      WeightsManifest manifest = candidate.manifest();
      try {
        WeightsBundle bundle = cache.store(manifest, chunks(manifest));
        candidates.markValid(candidate);
        retryLater();
        return Optional.of(bundle);
      } catch (HeadraceException e) {
        if (candidates.failed(candidate, e)) {
          LOG.atLevel(candidates.isTriedAgain(candidate) ? Level.WARN : Level.ERROR)
              .log(e.getMessage());
        }
      }
    }
    retryLater();
    return Optional.empty();
  }

  private void retryLater() {
    if (!candidates.isEmpty()) {
      retry.failed(System.nanoTime());
    }
  }

  private ChunkAssembly chunks(WeightsManifest manifest) {
    return manifest.getLocation() == WeightsLocation.LOG
        ? chunks.read(manifest)
        : new ChunkAssembly();
  }

  private @Nullable SpecificRecord decode(ConsumerRecord<String, byte[]> record) {
    try {
      return codec.decode(record.value());
    } catch (HeadraceException e) {
      String problem =
          "[%s offset=%d] %s: %s"
              .formatted(
                  record.topic(), record.offset(), ErrorCode.UNDECODABLE_RECORD, e.getMessage());
      candidates.undecodable(record.offset(), problem);
      LOG.error(problem);
      return null;
    }
  }

  /** Searches backwards from the end in growing windows for the newest manifest. */
  private long newestVersionOffset() {
    long begin = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
    long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
    long from = end;
    for (long window = FIRST_WINDOW; from > begin; window *= 4) {
      from = Math.max(begin, end - window);
      long offset = offsetOfNewest(from, end);
      if (offset >= begin) {
        return offset;
      }
    }
    return begin;
  }

  private long offsetOfNewest(long from, long end) {
    long found = -1;
    long deadline = System.nanoTime() + SCAN_LIMIT.toNanos();
    consumer.seek(partition, from);
    while (consumer.position(partition) < end) {
      if (System.nanoTime() - deadline > 0) {
        throw new HeadraceException(
            ErrorCode.TIMED_OUT,
            "[%s] was not read from offset %d to %d within %s; check that the broker runs"
                .formatted(partition.topic(), from, end, SCAN_LIMIT));
      }
      for (ConsumerRecord<String, byte[]> record : consumer.poll(SCAN_POLL).records(partition)) {
        if (record.offset() < end && decode(record) instanceof WeightsManifest) {
          found = record.offset();
        }
      }
    }
    return found;
  }

  @Override
  public void close() {
    try (cache;
        chunks) {
      consumer.close();
    }
  }
}
