package io.headrace.policy.folder;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Compares a folder's tensors with those that its {@code config.json} requires. */
final class FolderTensorCheck {

  /** Suffix of rotary tables, which old checkpoints contain and which are not read. */
  private static final String ROTARY_TABLE = ".rotary_emb.inv_freq";

  /** Maximum number of tensor names in a message. */
  private static final int LISTED = 3;

  private FolderTensorCheck() {}

  /**
   * Checks names and shapes.
   *
   * @param expected shapes of required tensors by name
   * @param optional shapes of further allowed tensors by name, such as a tied output matrix
   * @throws ModelFormatException if a tensor is missing, has another shape or is not allowed
   */
  static void check(
      Path folder,
      Map<String, List<Long>> expected,
      Map<String, List<Long>> optional,
      TensorFiles files) {
    Map<String, List<Long>> found = files.shapes();
    var missing = new TreeSet<>(expected.keySet());
    missing.removeAll(found.keySet());
    var extra = new TreeSet<>(found.keySet());
    extra.removeAll(expected.keySet());
    extra.removeAll(optional.keySet());
    extra.removeIf(name -> name.endsWith(ROTARY_TABLE));
    if (!missing.isEmpty()) {
      throw FolderProblemText.in(
          folder,
          "the weights lack "
              + counted(List.copyOf(missing))
              + (missing.size() == 1 ? " of shape " + expected.get(missing.first()) : "")
              + (extra.isEmpty() ? "" : " and have " + counted(List.copyOf(extra)) + " instead")
              + "; copy the folder again, or correct config.json if it describes another model");
    }
    if (!extra.isEmpty()) {
      throw FolderProblemText.in(
          files.fileOf(extra.first()),
          "the weights have "
              + counted(List.copyOf(extra))
              + " that config.json does not describe; correct config.json, or remove the tensors"
              + " that do not belong to the model");
    }
    checkShapes(expected, files);
    checkShapes(optional, files);
  }

  private static void checkShapes(Map<String, List<Long>> expected, TensorFiles files) {
    Map<String, List<Long>> found = files.shapes();
    expected.forEach(
        (name, shape) -> {
          List<Long> actual = found.get(name);
          if (actual != null && !actual.equals(shape)) {
            throw FolderProblemText.in(
                files.fileOf(name),
                "tensor "
                    + name
                    + " has shape "
                    + actual
                    + " and config.json requires "
                    + shape
                    + "; correct config.json, or copy the weights that belong to it");
          }
        });
  }

  /**
   * Checks that the weights fit into memory, before any is read.
   *
   * @param available maximum size of the Java heap, in bytes
   */
  static void checkMemory(Path folder, TensorFiles files, long available) {
    long needed = files.heapBytes();
    if (needed > available) {
      throw FolderProblemText.in(
          folder,
          "its weights take %d MiB in float32 and Java has %d MiB; use a smaller model, or give Java more with HEADRACE_JAVA_OPTIONS=-Xmx"
              .formatted(needed >> 20, available >> 20));
    }
  }

  private static String counted(List<String> names) {
    String listed = names.stream().limit(LISTED).collect(Collectors.joining(", "));
    String noun = names.size() == 1 ? "tensor " : "tensors ";
    return names.size() + " " + noun + listed + (names.size() > LISTED ? ", …" : "");
  }
}
