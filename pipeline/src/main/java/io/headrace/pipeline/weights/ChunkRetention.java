package io.headrace.pipeline.weights;

import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.schemas.WeightsLocation;
import io.headrace.schemas.WeightsManifest;
import io.headrace.schemas.topics.Topic;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the chunks of versions that no reader can need: all but the newest {@code weights.kept},
 * once a reader that had begun to download them had ten minutes. Versions of an earlier process go
 * with the first that this one deletes. Owned by one thread.
 */
public final class ChunkRetention implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ChunkRetention.class);

  private final Admin admin;
  private final TopicPartition partition;
  private final ChunkWindow window;

  /** The retention of a run's chunks. */
  public ChunkRetention(KafkaClients kafka, String run, int kept) {
    this.admin = kafka.admin();
    this.partition = new TopicPartition(Topic.WEIGHT_CHUNKS.of(run), 0);
    this.window = new ChunkWindow(kept);
  }

  /** A version was committed. The deletion is not waited for, and one that fails is logged. */
  public void committed(WeightsManifest manifest) {
    if (manifest.getLocation() == WeightsLocation.SHARED_FOLDER) {
      return;
    }
    window.committed(manifest).ifPresent(this::deleteBefore);
  }

  private void deleteBefore(long offset) {
    var _ =
        admin
            .deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(offset)))
            .all()
            .whenComplete(
                (_, failure) -> {
                  if (failure != null) {
                    LOG.warn("[{}] old chunks are not deleted: {}", partition.topic(), failure);
                  }
                });
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }
}
