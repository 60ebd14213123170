package io.headrace.pipeline.weights;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.schemas.WeightsChunk;
import io.headrace.schemas.WeightsFile;
import io.headrace.schemas.WeightsManifest;
import io.headrace.schemas.topics.Topic;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the chunks of one version from the offsets in its manifest, and no others, so a reader that
 * starts late downloads only one version. Owned by one thread.
 */
final class ChunkReader implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ChunkReader.class);
  private static final Duration POLL = Duration.ofMillis(100);

  /** Wait for chunks: a commit reaches topics one by one, so they may appear after the manifest. */
  private static final Duration APPEAR = Duration.ofSeconds(10);

  private static final Duration RETRY = Duration.ofMillis(2);
  private static final Duration STALLED = Duration.ofSeconds(60);

  private final Consumer<String, byte[]> consumer;
  private final EventCodec codec;
  private final String run;

  ChunkReader(KafkaClients kafka, String run, String groupId) {
    this.consumer = kafka.consumer(groupId);
    this.codec = kafka.codec();
    this.run = run;
  }

  /**
   * Reads the chunks of a version; the caller checks whether they are complete.
   *
   * @throws HeadraceException TIMED_OUT when the broker returns no records for 60 s
   */
  ChunkAssembly read(WeightsManifest manifest) {
    TopicPartition partition = new TopicPartition(topic(manifest), 0);
    if (!consumer.assignment().contains(partition)) {
      consumer.assign(List.of(partition));
    }
    long end = awaitEnd(partition, manifest);
    consumer.seek(partition, first(manifest));
    ChunkAssembly chunks = new ChunkAssembly();
    long deadline = System.nanoTime() + STALLED.toNanos();
    while (!chunks.hasAll(manifest) && consumer.position(partition) < end) {
      List<ConsumerRecord<String, byte[]>> records = consumer.poll(POLL).records(partition);
      records.forEach(record -> add(record, chunks));
      if (!records.isEmpty()) {
        deadline = System.nanoTime() + STALLED.toNanos();
      } else if (System.nanoTime() - deadline > 0) {
        throw new HeadraceException(
            ErrorCode.TIMED_OUT,
            "[%s] no chunk of weights v%d was received for %ds; check that the broker runs"
                .formatted(partition.topic(), manifest.getVersion(), STALLED.toSeconds()));
      }
    }
    return chunks;
  }

  private String topic(WeightsManifest manifest) {
    String suffix = manifest.getChunksTopic();
    return suffix.isEmpty() ? Topic.WEIGHTS.of(run) : run + "." + suffix;
  }

  /** Waits until the committed end is past the manifest's chunks, or the time is up; returns it. */
  private long awaitEnd(TopicPartition partition, WeightsManifest manifest) {
    long needed =
        manifest.getFiles().stream()
            .mapToLong(file -> file.getFirstChunkOffset() + file.getChunks())
            .max()
            .orElse(0);
    long deadline = System.nanoTime() + APPEAR.toNanos();
    long end = end(partition);
    while (end < needed && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(RETRY.toNanos());
      end = end(partition);
    }
    return end;
  }

  private long end(TopicPartition partition) {
    return consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
  }

  private static long first(WeightsManifest manifest) {
    return manifest.getFiles().stream()
        .mapToLong(WeightsFile::getFirstChunkOffset)
        .filter(offset -> offset >= 0)
        .min()
        .orElse(0);
  }

  private void add(ConsumerRecord<String, byte[]> record, ChunkAssembly chunks) {
    try {
      if (codec.decode(record.value()) instanceof WeightsChunk chunk) {
        chunks.add(chunk);
      }
    } catch (HeadraceException e) {
      LOG.warn("[{} offset={}] skipped: {}", record.topic(), record.offset(), e.getMessage());
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
