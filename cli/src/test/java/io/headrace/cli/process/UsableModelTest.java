package io.headrace.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.pipeline.config.ConfigLoader;
import io.headrace.pipeline.config.RunConfig;
import io.headrace.policy.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsableModelTest {

  @TempDir private Path folder;

  @Test
  void aRunWithACheckpointDoesNotNeedItsModelFolder() throws IOException {
    // Given a run whose model folder is missing
    RunConfig config = config("model.folder=" + folder.resolve("gone"));
    assertThatThrownBy(() -> UsableModel.require(config)).isInstanceOf(ModelFormatException.class);

    // When it has a checkpoint
    Files.createDirectories(folder.resolve("data/runs/demo/checkpoints/step-3"));

    // Then the folder is not checked
    assertThat(UsableModel.require(config)).isEmpty();
  }

  @Test
  void aRunFromRandomWeightsHasNoFolderToCheck() {
    assertThat(UsableModel.require(config("model.folder="))).isEmpty();
  }

  private RunConfig config(String set) {
    return ConfigLoader.load(
            Optional.empty(),
            Map.of(),
            List.of("storage.data-folder=" + folder.resolve("data"), set))
        .config();
  }
}
