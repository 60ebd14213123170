package io.headrace.pipeline.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How weights versions travel.
 *
 * @param logLimit versions up to this size go through the log
 * @param chunkSize of a record on the log
 * @param sharedFolder for larger versions, or none for a folder below the data folder
 */
public record WeightsConfig(ByteSize logLimit, ByteSize chunkSize, Optional<Path> sharedFolder) {

  public WeightsConfig {
    Check.atLeast("weights.log-limit", logLimit.bytes(), 0);
    Check.atLeast("weights.chunk-size", chunkSize.bytes(), 1024);
    Check.that(chunkSize.bytes() <= 32L << 20, "weights.chunk-size", "must be at most 32MiB");
  }
}
