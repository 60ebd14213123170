package io.headrace.policy.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.headrace.policy.FloatTensor;
import io.headrace.policy.ModelFormatException;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Heads are stored beside the backbone, one file each. */
class HeadFileTest {

  @TempDir Path folder;

  @Test
  void headsAreReadByName() throws IOException {
    // Given a folder with a backbone's file
    Files.writeString(folder.resolve("model.safetensors"), "not looked at");

    // When
    HeadFile.write(folder, "value", head("value", 1, -2.5f));
    HeadFile.write(folder, "reward", head("reward", 3, 4));

    // Then
    assertThat(HeadFile.readAll(folder))
        .containsExactly(
            entry("reward", head("reward", 3, 4)), entry("value", head("value", 1, -2.5f)));
  }

  @Test
  void aFolderMayHaveNoHeads() {
    assertThat(HeadFile.readAll(folder)).isEmpty();
  }

  @Test
  void aTruncatedFileIsRejectedWithItsName() throws IOException {
    Files.write(folder.resolve("head-value.safetensors"), new byte[] {1, 2, 3});

    assertThatThrownBy(() -> HeadFile.readAll(folder))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("head-value.safetensors");
  }

  private static SequencedMap<String, FloatTensor> head(String name, float... weight) {
    SequencedMap<String, FloatTensor> tensors = new LinkedHashMap<>();
    tensors.put(
        name + ".weight",
        new FloatTensor(List.of(1L, (long) weight.length), FloatBuffer.wrap(weight)));
    tensors.put(name + ".bias", new FloatTensor(List.of(1L), FloatBuffer.wrap(new float[1])));
    return tensors;
  }
}
