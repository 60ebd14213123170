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
 * Deletes the chunks of old versions: those that are not among the newest {@code weights.kept} and
 * were published at least ten minutes before the newest, so that a running download can finish. The
 * first deletion includes the versions of earlier processes. Owned by one thread.
 */
public final class ChunkRetention implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ChunkRetention.class);

  private final Admin admin;
  private final TopicPartition partition;
  private final ChunkWindow window;

  /** Creates the retention of a run's chunks. */
  public ChunkRetention(KafkaClients kafka, String run, int kept) {
    this.admin = kafka.admin();
    this.partition = new TopicPartition(Topic.WEIGHT_CHUNKS.of(run), 0);
    this.window = new ChunkWindow(kept);
  }

  /** Deletes old chunks after a commit, without waiting; a failure is logged. */
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
