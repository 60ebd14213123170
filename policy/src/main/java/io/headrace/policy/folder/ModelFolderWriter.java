package io.headrace.policy.folder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headrace.policy.FloatTensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.SequencedMap;

/** Writes model folders that transformers can read. */
final class ModelFolderWriter {

  /** Maximum size of a weights file in bytes; larger weights are written in shards. */
  static final long SHARD_BYTES = 1L << 30;

  private static final ObjectMapper JSON = new ObjectMapper();

  private ModelFolderWriter() {}

  static void write(ModelFolder model, Path folder, TensorType type, long shardBytes) {
    try {
      Files.createDirectories(folder);
      removeWeights(folder);
      for (var file : model.tokenizer().files().entrySet()) {
        Files.write(folder.resolve(file.getKey()), file.getValue());
      }
      writeJson(folder.resolve(ModelFolder.GENERATION_CONFIG), generationConfig(model));
      writeWeights(model.tensors(), folder, type, shardBytes);
      writeJson(folder.resolve(ModelFolder.CONFIG), config(model, type));
    } catch (IOException e) {
      throw new UncheckedIOException("[model=" + folder + "] it can't be written", e);
    }
  }

  private static void removeWeights(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "model*.safetensors*")) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }

  private static ObjectNode config(ModelFolder model, TensorType type) {
    String dtype =
        switch (type) {
          case F32 -> "float32";
          case F16 -> "float16";
          case BF16 -> "bfloat16";
        };
    ObjectNode config = model.config().toJson().put("dtype", dtype).put("torch_dtype", dtype);
    config.setAll(specialTokens(model));
    return config;
  }

  /** The generation_config.json that the model was read with, or plain sampling. */
  private static ObjectNode generationConfig(ModelFolder model) throws IOException {
    byte[] original = model.tokenizer().files().get(ModelFolder.GENERATION_CONFIG);
    ObjectNode config = specialTokens(model);
    if (original == null) {
      return config.put("do_sample", true);
    }
    config.setAll((ObjectNode) JSON.readTree(original));
    return config;
  }

  private static ObjectNode specialTokens(ModelFolder model) {
    ObjectNode tokens = JSON.createObjectNode();
    int[] ends = model.tokenizer().endIds();
    JsonNode end = ends.length == 1 ? JSON.valueToTree(ends[0]) : JSON.valueToTree(ends);
    tokens.set("eos_token_id", end);
    tokens.put("pad_token_id", model.tokenizer().padId());
    OptionalInt bos = model.tokenizer().bosId();
    // Written as null when there is none, or transformers would use its default.
    tokens.set(
        "bos_token_id", bos.isPresent() ? JSON.valueToTree(bos.getAsInt()) : JSON.nullNode());
    return tokens;
  }

  private static void writeWeights(
      SequencedMap<String, FloatTensor> tensors, Path folder, TensorType type, long shardBytes)
      throws IOException {
    List<SequencedMap<String, FloatTensor>> shards = shards(tensors, type, shardBytes);
    if (shards.size() == 1) {
      SafetensorsWriter.write(folder.resolve(TensorFiles.SINGLE), type, tensors);
      return;
    }
    ObjectNode index = JSON.createObjectNode();
    ObjectNode metadata = index.putObject("metadata");
    metadata.put("total_size", tensors.values().stream().mapToLong(t -> bytes(t, type)).sum());
    ObjectNode map = index.putObject("weight_map");
    for (int i = 0; i < shards.size(); i++) {
      String name = "model-%05d-of-%05d.safetensors".formatted(i + 1, shards.size());
      SafetensorsWriter.write(folder.resolve(name), type, shards.get(i));
      shards.get(i).keySet().forEach(tensor -> map.put(tensor, name));
    }
    writeJson(folder.resolve(TensorFiles.INDEX), index);
  }

  private static List<SequencedMap<String, FloatTensor>> shards(
      SequencedMap<String, FloatTensor> tensors, TensorType type, long shardBytes) {
    var shards = new ArrayList<SequencedMap<String, FloatTensor>>();
    SequencedMap<String, FloatTensor> shard = new LinkedHashMap<>();
    long size = 0;
    for (var tensor : tensors.entrySet()) {
      long bytes = bytes(tensor.getValue(), type);
      if (!shard.isEmpty() && size + bytes > shardBytes) {
        shards.add(shard);
        shard = new LinkedHashMap<>();
        size = 0;
      }
      shard.put(tensor.getKey(), tensor.getValue());
      size += bytes;
    }
    shards.add(shard);
    return shards;
  }

  private static long bytes(FloatTensor tensor, TensorType type) {
    return (long) tensor.values().remaining() * type.bytes();
  }

  private static void writeJson(Path file, ObjectNode content) throws IOException {
    byte[] json = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(content);
    Files.write(file, json);
  }
}
