package io.headrace.pipeline.config;

import java.nio.file.Path;

/**
 * The files of a run.
 *
 * @param dataFolder folder of the broker, checkpoints and caches
 */
public record StorageConfig(Path dataFolder) {

  public StorageConfig {
    Check.that(!dataFolder.toString().isEmpty(), "storage.data-folder", "must name a folder");
  }

  /**
   * The folder of one run.
   *
   * @param run the run's id
   */
  public Path runFolder(String run) {
    return dataFolder.resolve("runs").resolve(run);
  }
}
