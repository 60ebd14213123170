package io.headrace.policy.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.policy.Architecture;
import io.headrace.policy.FloatTensor;
import io.headrace.policy.ModelConfig;
import io.headrace.policy.ModelFormatException;
import io.headrace.policy.tokenizer.CharacterTokenizer;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFolderTest {

  private static final String HEAD = "lm_head.weight";

  @TempDir private Path folder;

  @Test
  void isTheSameAfterWritingAndReading() {
    // Given a model, written
    ModelFolder written = model(false);
    written.write(folder, TensorType.F32);

    // When it is read
    ModelFolder read = ModelFolder.read(folder);

    // Then configuration, tokenizer and every number are the same
    assertThat(read.config()).isEqualTo(written.config());
    assertThat(read.tokenizer().encode("a=b")).isEqualTo(written.tokenizer().encode("a=b"));
    assertThat(read.tensors()).isEqualTo(written.tensors());
  }

  @Test
  void shardsAreReadLikeOneFile() throws IOException {
    // Given a model written as one file and then in shards of a few kilobytes
    ModelFolder written = model(false);
    written.write(folder, TensorType.F32);
    ModelFolderWriter.write(written, folder, TensorType.F32, 8_000);

    // When it is read
    ModelFolder read = ModelFolder.read(folder);

    // Then it is the same, and only shards and their index are there
    assertThat(read.tensors()).isEqualTo(written.tensors());
    assertThat(Files.exists(folder.resolve("model.safetensors"))).isFalse();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.filter(file -> file.toString().endsWith(".safetensors")).count())
          .isGreaterThan(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"tie_word_embeddings\" : false", "\"other\" : 1"})
  void anUntiedModelWithoutAnOutputMatrixIsRejected(String stated) throws IOException {
    // Given a folder without lm_head whose config.json has tie_word_embeddings false or absent
    ModelFolder untied = model(false);
    var tensors = new LinkedHashMap<>(untied.tensors());
    tensors.remove(HEAD);
    write(untied.config(), tensors);
    Path config = folder.resolve("config.json");
    String json = Files.readString(config);
    Files.writeString(config, json.replace("\"tie_word_embeddings\" : false", stated));

    // When it is read, Then file, tensor and both remedies are named
    rejected(
        "/model.safetensors] tensor lm_head.weight is missing and config.json does not tie it; set"
            + " tie_word_embeddings to true if the embedding is the output matrix too, or add the"
            + " tensor");
  }

  @Test
  void shardsWithoutAnOutputMatrixAreRejectedWithTheirIndex() {
    // Given shards without lm_head of an untied model
    ModelFolder untied = model(false);
    var tensors = new LinkedHashMap<>(untied.tensors());
    tensors.remove(HEAD);
    ModelFolderWriter.write(
        new ModelFolder(untied.config(), tokenizer(), tensors), folder, TensorType.F32, 8_000);

    // When it is read, Then the index is named
    rejected("/model.safetensors.index.json] tensor lm_head.weight is missing");
  }

  @ParameterizedTest
  @EnumSource
  void theEmbeddingTwiceInATiedModelIsReadOnce(TensorType type) {
    // Given a tied model whose file has the matrix twice
    ModelFolder tied = model(true);
    var tensors = new LinkedHashMap<>(tied.tensors());
    tensors.put(HEAD, tied.tensors().firstEntry().getValue());
    new ModelFolder(tied.config(), tokenizer(), tensors).write(folder, type);

    // When it is read, Then the second one is not there
    assertThat(ModelFolder.read(folder).tensors()).doesNotContainKey(HEAD);
  }

  @Test
  void anotherOutputMatrixInATiedModelIsRejected() {
    // Given a tied model whose file has an output matrix that differs in one number
    ModelFolder tied = model(true);
    FloatTensor embedding = tied.tensors().firstEntry().getValue();
    float[] values = new float[embedding.values().remaining()];
    embedding.values().get(values);
    values[17] = 0.5f;
    var tensors = new LinkedHashMap<>(tied.tensors());
    tensors.put(HEAD, new FloatTensor(embedding.shape(), FloatBuffer.wrap(values)));
    write(tied.config(), tensors);

    // When it is read, Then file, tensor and both remedies are named
    rejected(
        "/model.safetensors] tensor lm_head.weight has 0.5 at element 17 where"
            + " model.embed_tokens.weight has "
            + embedding.values().get(17)
            + ", though config.json ties them; set tie_word_embeddings to false to use both, or"
            + " remove lm_head.weight from the file");
  }

  @Test
  void tensorsThatDoNotFitAreReported() {
    ModelFolder model = model(true);

    // Given folders that lack a tensor, have one too many, or one of another shape
    var missing = new LinkedHashMap<>(model.tensors());
    missing.remove("model.norm.weight");
    write(model.config(), missing);

    // When each is read, Then the sentence names the tensor
    rejected("the weights lack 1 tensor model.norm.weight of shape [16]; copy the folder again");
    var extra = new LinkedHashMap<>(model.tensors());
    extra.put("model.layers.0.self_attn.q_proj.bias", tensor(List.of(16L), 1));
    extra.put("model.layers.0.self_attn.rotary_emb.inv_freq", tensor(List.of(4L), 1));
    write(model.config(), extra);
    rejected(
        "the weights have 1 tensor model.layers.0.self_attn.q_proj.bias that config.json does");
    var shape = new LinkedHashMap<>(model.tensors());
    shape.put("model.norm.weight", tensor(List.of(4L, 4L), 1));
    write(model.config(), shape);
    rejected(
        "/model.safetensors] tensor model.norm.weight has shape [4, 4] and config.json requires"
            + " [16]");
  }

  @Test
  void nonFiniteValuesAreReported() {
    // Given weights with a value that is not finite
    ModelFolder model = model(true);
    var broken = new LinkedHashMap<>(model.tensors());
    float[] values = new float[16];
    values[5] = Float.NaN;
    broken.put("model.norm.weight", new FloatTensor(List.of(16L), FloatBuffer.wrap(values)));
    write(model.config(), broken);

    // When they are read, Then file, tensor and element are named
    rejected("/model.safetensors] tensor model.norm.weight has NaN at element 5; use an earlier");
  }

  @Test
  void missingOrCorruptFilesAreReported() throws IOException {
    // Given a good folder that loses one file after another
    model(true).write(folder, TensorType.F32);
    Path weights = folder.resolve("model.safetensors");
    Path config = folder.resolve("config.json");
    byte[] whole = Files.readAllBytes(weights);
    Files.write(weights, Arrays.copyOf(whole, whole.length - 1));

    // When it is read, Then the file is named
    rejected("model.safetensors] it is cut short: its tensors need");
    Files.delete(weights);
    rejected("it has neither model.safetensors nor model.safetensors.index.json");
    Files.writeString(folder.resolve("model.safetensors.index.json"), "{\"weight_map\":{}}");
    rejected("index.json] it has no weight_map");
    Files.writeString(
        folder.resolve("model.safetensors.index.json"),
        "{\"weight_map\":{\"a\":\"../other.safetensors\"}}");
    rejected("it names the shard \"../other.safetensors\", which is not a file beside it");
    Files.writeString(
        folder.resolve("model.safetensors.index.json"), "{\"weight_map\":{\"a\":\"b\"}}");
    rejected("/b] there is no such file");
    for (String name : List.of("7", "null", "\"\"", "\"a\\u0000b\"", "\"/etc/passwd\"")) {
      Files.writeString(
          folder.resolve("model.safetensors.index.json"),
          "{\"weight_map\":{\"a\":%s}}".formatted(name));
      rejected("index.json] it names the shard " + name + ", which is not a file beside it");
    }
    Files.writeString(config, "[");
    rejected("config.json] it is not a JSON object");
    Files.writeString(config, "{} and more");
    rejected("config.json] it is not a JSON object");
    Files.delete(config);
    rejected("config.json] there is no such file");
    assertThatThrownBy(() -> ModelFolder.read(folder.resolve("elsewhere")))
        .hasMessageContaining("there is no such folder");
    assertThatThrownBy(() -> ModelFolder.read(folder.resolve("tokenizer.json")))
        .hasMessageContaining("tokenizer.json] it is a file; name the model folder that it is in");
  }

  @Test
  void weightsThatDoNotFitTheMemoryAreRejectedBeforeTheyAreRead() {
    // Given a folder in bfloat16, which is read into Java's memory
    model(true).write(folder, TensorType.BF16);
    TensorFiles files = TensorFiles.open(folder);
    long needed = Float.BYTES * model(true).config().parameterCount();
    assertThat(files.heapBytes()).isEqualTo(needed);

    // When there is one byte less than needed, Then the message has both sizes
    assertThatThrownBy(() -> FolderTensorCheck.checkMemory(folder, files, needed - 1))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("in float32 and Java has 0 MiB; use a smaller model");
    FolderTensorCheck.checkMemory(folder, files, needed);
  }

  @Test
  void aTokenizerWithMoreTokensThanTheModelIsRejected() throws IOException {
    // Given a folder with another model's tokenizer
    model(true).write(folder, TensorType.F32);
    for (var file : CharacterTokenizer.ascii().files().entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }

    // When it is read, Then both sizes are named
    rejected("the tokenizer has 100 tokens and the model's embedding only 10");
  }

  private void rejected(String problem) {
    ThrowingCallable reading = () -> ModelFolder.read(folder);
    assertThatThrownBy(reading)
        .isInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith("[model=" + folder)
        .hasMessageContaining(problem);
  }

  private void write(ModelConfig config, SequencedMap<String, FloatTensor> tensors) {
    new ModelFolder(config, tokenizer(), tensors).write(folder, TensorType.F32);
  }

  static ModelFolder model(boolean tied) {
    var config =
        new ModelConfig(
            Architecture.LLAMA,
            10,
            16,
            24,
            2,
            4,
            2,
            4,
            32,
            1e-5,
            10_000,
            tied,
            ModelConfig.AttentionBias.NONE,
            List.of(1));
    var tensors = new LinkedHashMap<String, FloatTensor>();
    config
        .expectedTensors()
        .forEach((name, shape) -> tensors.put(name, tensor(shape, name.hashCode())));
    return new ModelFolder(config, tokenizer(), tensors);
  }

  private static CharacterTokenizer tokenizer() {
    return CharacterTokenizer.of("ab=12345", List.of());
  }

  private static FloatTensor tensor(List<Long> shape, long seed) {
    long size = shape.stream().reduce(1L, (a, b) -> a * b);
    Random random = new Random(seed);
    float[] values = new float[(int) size];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new FloatTensor(shape, FloatBuffer.wrap(values));
  }
}
