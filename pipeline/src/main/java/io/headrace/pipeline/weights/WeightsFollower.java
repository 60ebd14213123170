package io.headrace.pipeline.weights;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.schemas.WeightsLocation;
import io.headrace.schemas.WeightsManifest;
import io.headrace.schemas.topics.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a run's weights: committed versions only, newest first to serve, each checked against its
 * SHA-256 before it is handed out. It follows the manifests, and downloads only the chunks of the
 * versions that it hands out. A version that fails the check is refused and told by {@link
 * #trouble}; the one before stays good.
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
  private String trouble = "";

  private WeightsFollower(KafkaClients kafka, String run, String reader, Path cacheFolder) {
    this.cache = new BundleCache(cacheFolder);
    this.consumer = kafka.consumer(run + ".weights-" + reader);
    this.chunks = new ChunkReader(kafka, run, run + ".weight-chunks-" + reader);
    this.codec = kafka.codec();
    this.partition = new TopicPartition(Topic.WEIGHTS.of(run), 0);
  }

  /**
   * Opens a follower that starts at the newest complete version.
   *
   * @param reader who reads, part of the client's group name
   * @param cacheFolder a folder of this reader's own for the files of the newest versions; removed
   *     when it is closed, and by readers with a folder beside it if this one is killed
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
   * Waits for newer versions; when several came, only the newest good one is handed out.
   *
   * @param timeout how long to wait
   * @return the newest version that came since the last call
   */
  public Optional<WeightsBundle> poll(Duration timeout) {
    List<WeightsManifest> came = new ArrayList<>();
    for (ConsumerRecord<String, byte[]> record : consumer.poll(timeout).records(partition)) {
      if (decode(record) instanceof WeightsManifest manifest) {
        came.add(manifest);
      }
    }
    return came.isEmpty() ? Optional.empty() : newestGood(came);
  }

  /** One sentence on the last refused version, empty once a newer one was good. */
  public String trouble() {
    return trouble;
  }

  private Optional<WeightsBundle> newestGood(List<WeightsManifest> came) {
    String refused = "";
    Optional<WeightsBundle> good = Optional.empty();
    for (WeightsManifest manifest : came.reversed()) {
      try {
        good = Optional.of(cache.store(manifest, chunks(manifest)));
        break;
      } catch (HeadraceException e) {
        LOG.error(e.getMessage());
        refused = refused.isEmpty() ? String.valueOf(e.getMessage()) : refused;
      }
    }
    trouble = refused;
    return good;
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
      trouble =
          "[%s offset=%d] %s: %s"
              .formatted(
                  record.topic(), record.offset(), ErrorCode.UNDECODABLE_RECORD, e.getMessage());
      LOG.error(trouble);
      return null;
    }
  }

  /** Looks back from the end in growing windows for the newest manifest. */
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
