package io.headrace.cli.process;

import io.headrace.pipeline.config.RunConfig;
import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.policy.ModelFormatException;
import io.headrace.policy.folder.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checks, before a broker or a service is started, whether a run can start from its model folder. A
 * run with a checkpoint continues from that and does not need the folder.
 */
public final class UsableModel {

  private UsableModel() {}

  /**
   * Checks the folder that a run would start from: files, shapes and tokenizer, not the weights'
   * values.
   *
   * @return the checked folder; empty when the run does not start from a folder
   * @throws ModelFormatException if the run can't start from it
   */
  public static Optional<Path> require(RunConfig config) {
    Optional<Path> folder = hasCheckpoint(config) ? Optional.empty() : config.model().folder();
    folder.ifPresent(
        path -> {
          ModelFolder.check(path);
          requireRoom(config, path);
        });
    return folder;
  }

  private static void requireRoom(RunConfig config, Path folder) {
    int positions = ModelFolder.readConfig(folder).maxPositions();
    try {
      config.sampling().requireRoom(positions, "the context of " + folder);
    } catch (IllegalArgumentException e) {
      throw new HeadraceException(
          ErrorCode.INVALID_CONFIG,
          "[run=%s] sampling.max-new-tokens %s".formatted(config.run(), e.getMessage()),
          e);
    }
  }

  private static boolean hasCheckpoint(RunConfig config) {
    Path checkpoints = config.storage().runFolder(config.run()).resolve("checkpoints");
    try (Stream<Path> found = Files.list(checkpoints)) {
      return found.anyMatch(name -> name.getFileName().toString().startsWith("step-"));
    } catch (IOException none) {
      return false;
    }
  }
}
