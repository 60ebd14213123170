package io.headrace.pipeline.config;

import io.headrace.schemas.topics.Topic;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The distribution of weights versions.
 *
 * @param logLimit maximum size of a version that is sent through the log
 * @param chunkSize maximum size of a chunk on the log
 * @param sharedFolder folder for larger versions, or none for a folder in the run's folder
 * @param kept number of the newest versions that stay in the shared folder
 */
public record WeightsConfig(
    ByteSize logLimit, ByteSize chunkSize, Optional<Path> sharedFolder, int kept) {

  private static final long LOG_BYTES = Topic.WEIGHT_CHUNKS.retention().bytes();

  public WeightsConfig {
    Check.atLeast("weights.log-limit", logLimit.bytes(), 0);
    Check.atLeast("weights.chunk-size", chunkSize.bytes(), 1024);
    Check.that(chunkSize.bytes() <= 32L << 20, "weights.chunk-size", "must be at most 32MiB");
    Check.atLeast("weights.kept", kept, 2);
    Check.that(
        logLimit.bytes() <= LOG_BYTES / kept,
        "weights.log-limit",
        "times weights.kept must be at most 4GiB, which is what the log keeps of weights; lower"
            + " one of them");
  }

  /**
   * The folder for versions of one run that are above the limit.
   *
   * @param runFolder the folder of the run's files
   * @param run the run's id; runs may have one shared folder
   */
  public Path versionsFolder(Path runFolder, String run) {
    return sharedFolder.map(shared -> shared.resolve(run)).orElse(runFolder.resolve("weights"));
  }
}
