package io.headrace.policy.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.policy.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of a folder besides its weights: reading, writing and reports of unusable ones. */
class FolderFilesTest {

  /** A tokenizer of two words that runs in the library. */
  private static final String WORDS =
      "{\"model\":{\"type\":\"WordLevel\",\"vocab\":{\"a\":0,\"b\":1},\"unk_token\":\"a\"}}";

  @TempDir private Path folder;

  @Test
  void anUnreachableFileIsNotReportedAsMissing() throws IOException {
    // Given a good folder of which one file after another is a dangling link
    ModelFolderTest.model(true).write(folder, TensorType.F32);

    for (String name : List.of("tokenizer.json", "model.safetensors", "config.json")) {
      Files.delete(folder.resolve(name));
      Files.createSymbolicLink(folder.resolve(name), Path.of(name));

      // When it is read, Then the message names what to correct
      assertThatThrownBy(() -> ModelFolder.read(folder))
          .isInstanceOf(ModelFormatException.class)
          .hasMessageContaining(
              "/" + name + "] it can't be reached; give this user the permission");
    }
    Path loop = Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));
    assertThatThrownBy(() -> ModelFolder.read(loop))
        .hasMessageContaining("/loop] it can't be reached");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"config.json", "model.safetensors", "tokenizer.json", "generation_config.json"})
  void aFileOfAnotherFormatIsReportedWithItsFormat(String name) throws IOException {
    // Given a valid folder with a Git LFS pointer, an HTML page or a dangling link as one of its
    // files
    ModelFolderTest.model(true).write(folder, TensorType.F32);
    Files.writeString(folder.resolve("tokenizer.json"), WORDS);
    Path file = folder.resolve(name);
    byte[] good = Files.readAllBytes(file);

    // When it is read, Then the message has the file and what it is
    Files.writeString(file, "version https://git-lfs.github.com/spec/v1\noid sha256:4d\nsize 9\n");
    rejected(name, "a Git LFS pointer and not the file it points to");
    Files.writeString(file, "<!DOCTYPE html>\n<html>");
    rejected(name, "an HTML page, as servers send instead of a file");
    Files.write(file, new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 0});
    rejected(name, "compressed with gzip");
    Files.write(file, new byte[100]);
    rejected(name, "only zero bytes");
    Files.write(file, new byte[0]);
    rejected(name, name.endsWith("s") ? "it has 0 bytes" : "it is empty");
    Files.delete(file);
    Files.createSymbolicLink(file, Path.of("../../blobs/4d7a"));
    rejected(name, "a link to ../../blobs/4d7a, where nothing is; mend the link, or copy");
    Files.delete(file);
    Files.createDirectory(file);
    rejected(name, "a folder, expected ");
    Files.delete(file);
    Files.write(file, good);
    assertThat(ModelFolder.read(folder).config().vocabularySize()).isEqualTo(10);
  }

  @ParameterizedTest
  @CsvSource({
    "pytorch_model.bin, 'a pickle; save the model again with transformers, as safetensors'",
    "model-Q4.gguf, use the safetensors that it was made from",
    "adapter_model.safetensors, of an adapter; merge it into its model and name the merged folder",
    "model.safetensors.gz, 'unpack it, or finish its download'",
    "weights.safetensors, 'rename it to model.safetensors, or add the index'"
  })
  void weightsInAnotherFormatAreReported(String name, String remedy) throws IOException {
    // Given a folder whose weights are in another form
    ModelFolderTest.model(true).write(folder, TensorType.F32);
    Files.move(folder.resolve("model.safetensors"), folder.resolve(name));

    // When it is read, Then the sentence names it
    assertThatThrownBy(() -> ModelFolder.read(folder))
        .hasMessageStartingWith(
            "[model=%s] it has neither model.safetensors nor model.safetensors.index.json, only %s",
            folder, name)
        .hasMessageEndingWith(remedy);
  }

  @Test
  void aTokenWithoutARowInTheEmbeddingIsReported() throws IOException {
    // Given a tokenizer with one token more than the embedding has rows
    ModelFolderTest.model(true).write(folder, TensorType.F32);
    Files.writeString(
        folder.resolve("tokenizer.json"), WORDS.replace("\"b\":1", "\"b\":1,\"PAD\":10"));
    Files.writeString(folder.resolve("generation_config.json"), "{\"eos_token_id\":1}");

    // When it is read, Then the token is named
    assertThatThrownBy(() -> ModelFolder.read(folder))
        .hasMessage(
            "[model=%s] the tokenizer has 11 tokens and the model's embedding only 10: token 'PAD'"
                + " of id 10 has no row in it; copy the tokenizer that belongs to the model, or"
                + " save the model with an embedding resized to it",
            folder);
    assertThatThrownBy(() -> ModelFolder.check(folder))
        .hasMessageContaining("token 'PAD' of id 10");
  }

  private void rejected(String name, String problem) {
    for (ThrowingCallable reading :
        List.<ThrowingCallable>of(
            () -> ModelFolder.read(folder), () -> ModelFolder.check(folder))) {
      assertThatThrownBy(reading)
          .isInstanceOf(ModelFormatException.class)
          .hasMessageContaining("/" + name + "] it is ")
          .hasMessageContaining(problem)
          .hasMessageContaining("; ");
    }
  }

  @Test
  void theFoldersSamplingParametersAreKept() throws IOException {
    // Given a folder made elsewhere, with sampling of its own and no BOS
    ModelFolderTest.model(true).write(folder, TensorType.F32);
    Files.writeString(folder.resolve("tokenizer.json"), WORDS);
    Files.writeString(
        folder.resolve("generation_config.json"), "{\"top_p\":0.9,\"eos_token_id\":[0,1]}");

    // When it is read and written
    Path copy = folder.resolve("copy");
    ModelFolder.read(folder).write(copy, TensorType.BF16);

    // Then generation_config.json has the same values and a padding token, and no BOS is added
    assertThat(ModelJson.read(copy.resolve("generation_config.json")).toString())
        .isEqualTo(
            "{\"eos_token_id\":[0,1],\"pad_token_id\":0,\"bos_token_id\":null,\"top_p\":0.9}");
    assertThat(ModelJson.read(copy.resolve("config.json")).path("bos_token_id").isNull()).isTrue();
    assertThat(Files.readString(copy.resolve("tokenizer.json"))).isEqualTo(WORDS);
  }

  @Test
  void anEndOutsideTheModelsVocabularyIsRejected() throws IOException {
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
