package io.headrace.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.pipeline.config.ConfigLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDigestsTest {

  @TempDir private Path folder;

  @Test
  void aFilesDigestDependsOnItsContent() throws IOException {
    // Given
    Path tasks = Files.writeString(folder.resolve("tasks.jsonl"), "abc");

    // When
    Map<String, String> first = digests("tasks.file=" + tasks);
    Files.writeString(tasks, "abd");

    // Then the first is the published SHA-256 of "abc"
    assertThat(first)
        .containsExactly(
            Map.entry(
                "tasks.file", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    assertThat(digests("tasks.file=" + tasks)).isNotEqualTo(first);
  }

  @Test
  void aModelFoldersDigestDependsOnItsFilesAndTheSizeOfItsWeights() throws IOException {
    // Given
    Files.writeString(folder.resolve("config.json"), "{}");
    Files.writeString(folder.resolve("model.safetensors"), "1");
    Map<String, String> first = digests("model.folder=" + folder);

    // Then
    assertThat(digests("model.folder=" + folder)).isEqualTo(first);
    Files.writeString(folder.resolve("notes.txt"), "not part of the model");
    assertThat(digests("model.folder=" + folder)).isEqualTo(first);
    Files.writeString(folder.resolve("model.safetensors"), "12");
    assertThat(digests("model.folder=" + folder)).isNotEqualTo(first);
  }

  @Test
  void aRecipesDigestDependsOnItsContent() throws IOException {
    // Given
    Path recipe = Files.writeString(folder.resolve("mine.yaml"), "tau: 0.5");
    Map<String, String> first = digests("learner.rl.objective=" + recipe);

    // When
    Files.writeString(recipe, "tau: 0.6");

    // Then
    assertThat(first).containsOnlyKeys("learner.rl.objective");
    assertThat(digests("learner.rl.objective=" + recipe)).isNotEqualTo(first);
  }

  @Test
  void aMissingFileHasNoDigest() {
    assertThat(digests("tasks.file=" + folder.resolve("none.jsonl"))).isEmpty();
  }

  private static Map<String, String> digests(String set) {
    return FileDigests.of(ConfigLoader.load(Optional.empty(), Map.of(), List.of(set)).config());
  }
}
