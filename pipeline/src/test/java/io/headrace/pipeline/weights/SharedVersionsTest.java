package io.headrace.pipeline.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.pipeline.id.WeightsVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedVersionsTest {
  private static final String WEIGHTS = "model.safetensors";

  @TempDir Path temporary;
  private Path folder;
  private SharedVersions versions;

  @BeforeEach
  void open() {
    folder = temporary.resolve("shared");
    versions = new SharedVersions(folder);
  }

  @Test
  void neverChangesFilesThatASuccessorCommitted() throws IOException {
    // Given a learner that took over and committed version 4
    Path committed = versions.add(new WeightsVersion(4), List.of(model("the successor's")));

    // When the fenced learner publishes its own version 4
    Path fenced =
        new SharedVersions(folder).add(new WeightsVersion(4), List.of(model("the fenced one's")));

    // Then it is in a separate folder, and the committed one is unchanged
    assertThat(committed.getFileName()).hasToString("v4");
    assertThat(fenced.getFileName()).hasToString("v4.2");
    assertThat(committed.resolve(WEIGHTS)).hasContent("the successor's");
    assertThat(fenced.resolve(WEIGHTS)).hasContent("the fenced one's");
  }

  @Test
  void keepsTheNewestFewVersionsAndNothingUnfinished() throws IOException {
    // Given eleven versions, one of them published twice, and an incomplete one of a killed learner
    for (int version = 0; version <= 10; version++) {
      versions.add(new WeightsVersion(version), List.of(model("weights " + version)));
    }
    versions.add(new WeightsVersion(7), List.of(model("again")));
    Files.createDirectories(folder.resolve(".unfinished-1/part"));
    Files.createDirectories(folder.resolve("notes"));

    // When
    versions.prune(new WeightsVersion(10), 3);

    // Then the newest three are kept, and other files are unchanged
    assertThat(folder)
        .isDirectoryNotContaining(path -> path.getFileName().toString().startsWith("v7"));
    assertThat(Folders.children(folder))
        .extracting(path -> path.getFileName().toString())
        .containsExactly("notes", "v10", "v8", "v9");
  }

  @Test
  void hasNothingToPruneBeforeTheFirstVersion() throws IOException {
    // When
    versions.prune(new WeightsVersion(0), 3);

    // Then
    assertThat(folder).doesNotExist();
  }

  private Path model(String content) throws IOException {
    return Files.writeString(temporary.resolve(WEIGHTS), content);
  }

  @Test
  void anIncompleteCopyIsRemoved() throws IOException {
    // Given a version of which one file can't be read, as on a disk that fills up
    Path gone = temporary.resolve("gone.safetensors");

    // When
    assertThatThrownBy(() -> versions.add(new WeightsVersion(4), List.of(model("weights"), gone)))
        .isInstanceOf(IOException.class);

    // Then
    assertThat(folder).isEmptyDirectory();
  }
}
