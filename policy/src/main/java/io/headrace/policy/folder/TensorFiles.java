package io.headrace.policy.folder;

import com.fasterxml.jackson.databind.JsonNode;
import io.headrace.pipeline.files.UserFile;
import io.headrace.policy.FloatTensor;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The weights files of a folder: {@code model.safetensors}, or the shards listed in {@code
 * model.safetensors.index.json}.
 */
final class TensorFiles {

  static final String SINGLE = "model.safetensors";
  static final String INDEX = "model.safetensors.index.json";

  /** A file name without a path. */
  private static final Pattern FILE_NAME = Pattern.compile("[^/\\\\\\p{Cntrl}]+");

  private record Location(SafetensorsFile file, TensorEntry entry) {}

  private final Map<String, Location> locations = new LinkedHashMap<>();
  private final Path folder;

  private TensorFiles(Path folder) {
    this.folder = folder;
  }

  static TensorFiles open(Path folder) {
    var files = new TensorFiles(folder);
    if (mayExist(folder.resolve(SINGLE))) {
      files.add(SINGLE);
      return files;
    }
    if (!mayExist(folder.resolve(INDEX))) {
      throw FolderProblemText.in(
          folder, "it has neither " + SINGLE + " nor " + INDEX + UnsupportedWeights.in(folder));
    }
    Map<String, String> shardsByTensor = shardsByTensor(folder.resolve(INDEX));
    new TreeSet<>(shardsByTensor.values()).forEach(shard -> files.add(shard));
    files.requireAll(shardsByTensor);
    return files;
  }

  /** Whether a file exists, may exist or is a dangling link. */
  private static boolean mayExist(Path file) {
    return UserFile.isNamed(file) || !Files.notExists(file);
  }

  private void add(String name) {
    SafetensorsFile file = SafetensorsFile.open(folder.resolve(name));
    for (TensorEntry entry : file.tensors().values()) {
      if (locations.put(entry.name(), new Location(file, entry)) != null) {
        throw FolderProblemText.in(
            folder.resolve(name),
            "tensor " + entry.name() + " is also in another shard" + FolderProblemText.COPY_AGAIN);
      }
    }
  }

  private void requireAll(Map<String, String> shardsByTensor) {
    shardsByTensor.forEach(
        (tensor, shard) -> {
          if (!locations.containsKey(tensor)) {
            throw FolderProblemText.in(
                folder.resolve(shard),
                "tensor "
                    + tensor
                    + " is missing although "
                    + INDEX
                    + " assigns it to this file"
                    + FolderProblemText.COPY_AGAIN);
          }
        });
  }

  private static Map<String, String> shardsByTensor(Path index) {
    JsonNode map = ModelJson.read(index).path("weight_map");
    if (!map.isObject() || map.isEmpty()) {
      throw FolderProblemText.in(index, "it has no weight_map" + FolderProblemText.COPY_AGAIN);
    }
    var shards = new TreeMap<String, String>();
    map.properties()
        .forEach(tensor -> shards.put(tensor.getKey(), shard(index, tensor.getValue())));
    return shards;
  }

  private static String shard(Path index, JsonNode name) {
    if (!name.isTextual() || !FILE_NAME.matcher(name.asText()).matches()) {
      throw FolderProblemText.in(
          index,
          "it names the shard "
              + name
              + ", which is not a file beside it"
              + FolderProblemText.COPY_AGAIN);
    }
    return name.asText();
  }

  /** Shapes of all tensors by name. */
  Map<String, List<Long>> shapes() {
    var shapes = new LinkedHashMap<String, List<Long>>();
    locations.forEach((name, location) -> shapes.put(name, location.entry().shape()));
    return shapes;
  }

  /** Heap size of all tensors in bytes; those stored as float32 stay in their file. */
  long heapBytes() {
    return locations.values().stream()
        .map(Location::entry)
        .filter(entry -> entry.type() != TensorType.F32)
        .mapToLong(entry -> entry.elements() * Float.BYTES)
        .sum();
  }

  /** The file that lists the tensors: the single one, or the index of the shards. */
  Path list() {
    return folder.resolve(mayExist(folder.resolve(SINGLE)) ? SINGLE : INDEX);
  }

  /** The file that contains a tensor; the folder when there is no such tensor. */
  Path fileOf(String name) {
    Location location = locations.get(name);
    return location == null ? folder : location.file().path();
  }

  /** Reads an existing tensor. */
  FloatTensor read(String name) {
    Location location = locations.get(name);
    if (location == null) {
      throw new IllegalArgumentException("no tensor is called " + name);
    }
    return location.file().read(location.entry());
  }

  /**
   * Reads an existing tensor and checks that its values are finite.
   *
   * @throws io.headrace.policy.ModelFormatException with the first infinite or NaN value
   */
  FloatTensor readFinite(String name) {
    FloatTensor tensor = read(name);
    FloatBuffer values = tensor.values();
    while (values.hasRemaining()) {
      float value = values.get();
      if (!Float.isFinite(value)) {
        throw FolderProblemText.in(
            fileOf(name),
            "tensor %s has %s at element %d; use an earlier checkpoint with finite values"
                .formatted(name, value, values.position() - 1));
      }
    }
    return tensor;
  }
}
