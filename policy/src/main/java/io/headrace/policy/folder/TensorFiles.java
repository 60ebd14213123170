package io.headrace.policy.folder;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The weights of a folder: {@code model.safetensors}, or the shards that {@code
 * model.safetensors.index.json} names. All shards are open until it is closed.
 */
final class TensorFiles implements AutoCloseable {

  static final String SINGLE = "model.safetensors";
  static final String INDEX = "model.safetensors.index.json";

  private record Location(SafetensorsFile file, TensorEntry entry) {}

  private final List<SafetensorsFile> files;
  private final Map<String, Location> locations;

  private TensorFiles(List<SafetensorsFile> files, Map<String, Location> locations) {
    this.files = files;
    this.locations = locations;
  }

  static TensorFiles open(Path folder) {
    if (Files.exists(folder.resolve(SINGLE))) {
      return open(folder, List.of(SINGLE), Map.of());
    }
    Path index = folder.resolve(INDEX);
    if (!Files.exists(index)) {
      throw new ModelFolderException(
          folder,
          "it has neither "
              + SINGLE
              + " nor "
              + INDEX
              + "; copy the weights there, in safetensors form");
    }
    Map<String, String> shardsByTensor = shardsByTensor(index);
    return open(folder, List.copyOf(new TreeSet<>(shardsByTensor.values())), shardsByTensor);
  }

  private static TensorFiles open(
      Path folder, List<String> names, Map<String, String> shardsByTensor) {
    var files = new ArrayList<SafetensorsFile>();
    try {
      var locations = new LinkedHashMap<String, Location>();
      for (String name : names) {
        SafetensorsFile file = SafetensorsFile.open(folder.resolve(name));
        files.add(file);
        for (TensorEntry entry : file.tensors().values()) {
          if (locations.put(entry.name(), new Location(file, entry)) != null) {
            throw new ModelFolderException(
                folder.resolve(name),
                "tensor "
                    + entry.name()
                    + " is also in another shard; copy the shards again from where they came");
          }
        }
      }
      checkIndex(folder, files, names, shardsByTensor);
      return new TensorFiles(List.copyOf(files), locations);
    } catch (RuntimeException e) {
      files.forEach(SafetensorsFile::close);
      throw e;
    }
  }

  private static void checkIndex(
      Path folder,
      List<SafetensorsFile> files,
      List<String> names,
      Map<String, String> shardsByTensor) {
    shardsByTensor.forEach(
        (tensor, shard) -> {
          if (!files.get(names.indexOf(shard)).tensors().containsKey(tensor)) {
            throw new ModelFolderException(
                folder.resolve(shard),
                "tensor "
                    + tensor
                    + " is missing though "
                    + INDEX
                    + " says it is here; copy the shard again from where it came");
          }
        });
  }

  private static Map<String, String> shardsByTensor(Path index) {
    JsonNode map = ModelJson.read(index).path("weight_map");
    if (!map.isObject() || map.isEmpty()) {
      throw new ModelFolderException(
          index, "it has no weight_map; copy the file again from where it came");
    }
    var shards = new TreeMap<String, String>();
    map.properties()
        .forEach(
            tensor -> {
              String shard = tensor.getValue().asText();
              if (shard.isEmpty() || shard.contains("/") || shard.contains("\\")) {
                throw new ModelFolderException(
                    index,
                    "it places tensor "
                        + tensor.getKey()
                        + " in \""
                        + shard
                        + "\", which is not the name of a file beside it; copy the file again from"
                        + " where it came");
              }
              shards.put(tensor.getKey(), shard);
            });
    return shards;
  }

  /** Shapes of all tensors by name. */
  Map<String, TensorShape> shapes() {
    var shapes = new LinkedHashMap<String, TensorShape>();
    locations.forEach((name, location) -> shapes.put(name, location.entry().shape()));
    return shapes;
  }

  /** The numbers of a tensor that is there. */
  float[] read(String name) {
    Location location = locations.get(name);
    if (location == null) {
      throw new IllegalArgumentException("no tensor is called " + name);
    }
    return location.file().read(location.entry());
  }

  @Override
  public void close() {
    files.forEach(SafetensorsFile::close);
  }
}
