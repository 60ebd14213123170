package io.headrace.policy.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.policy.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of a folder besides its weights: read, kept, and named when they can't be used. */
class FolderFilesTest {

  /** A tokenizer of two words that runs in the library. */
  private static final String WORDS =
      "{\"model\":{\"type\":\"WordLevel\",\"vocab\":{\"a\":0,\"b\":1},\"unk_token\":\"a\"}}";

  @TempDir private Path folder;

  @Test
  void whatCannotBeReachedIsNotCalledMissing() throws IOException {
    // Given a good folder of which one file after another is a link that leads nowhere
    ModelFolderTest.model(true).write(folder, TensorType.F32);

    for (String name : List.of("tokenizer.json", "model.safetensors", "config.json")) {
      Files.delete(folder.resolve(name));
      Files.createSymbolicLink(folder.resolve(name), Path.of(name));

      // When it is read, Then the sentence says what to mend
      assertThatThrownBy(() -> ModelFolder.read(folder))
          .isInstanceOf(ModelFormatException.class)
          .hasMessageContaining(
              "/" + name + "] it can't be reached; give this user the permission");
    }
    Path loop = Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));
    assertThatThrownBy(() -> ModelFolder.read(loop))
        .hasMessageContaining("/loop] it can't be reached");
  }

  @Test
  void whatAFolderSaysAboutSamplingIsKept() throws IOException {
    // Given a folder made elsewhere, with sampling of its own and no BOS
    ModelFolderTest.model(true).write(folder, TensorType.F32);
    Files.writeString(folder.resolve("tokenizer.json"), WORDS);
    Files.writeString(
        folder.resolve("generation_config.json"), "{\"top_p\":0.9,\"eos_token_id\":[0,1]}");

    // When it is read and written
    Path copy = folder.resolve("copy");
    ModelFolder.read(folder).write(copy, TensorType.BF16);

    // Then generation_config.json says the same and names a padding besides, and no BOS is made up
    assertThat(ModelJson.read(copy.resolve("generation_config.json")).toString())
        .isEqualTo(
            "{\"eos_token_id\":[0,1],\"pad_token_id\":0,\"bos_token_id\":null,\"top_p\":0.9}");
    assertThat(ModelJson.read(copy.resolve("config.json")).path("bos_token_id").isNull()).isTrue();
    assertThat(Files.readString(copy.resolve("tokenizer.json"))).isEqualTo(WORDS);
  }

  @Test
  void anEndThatTheModelCannotDrawIsRefused() throws IOException {
    // Given a folder whose tokenizer runs in the library and whose generation_config.json names an
    // end outside the model's vocabulary of ten tokens
    ModelFolderTest.model(true).write(folder, TensorType.F32);
    Files.writeString(folder.resolve("tokenizer.json"), WORDS);
    Files.writeString(folder.resolve("generation_config.json"), "{\"eos_token_id\":[1,10]}");

    // When it is read, Then the file, the id and the size are named
    assertThatThrownBy(() -> ModelFolder.read(folder))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining(
            "generation_config.json] eos_token_id 10 is outside the vocabulary of 10 tokens;"
                + " correct");
  }
}
