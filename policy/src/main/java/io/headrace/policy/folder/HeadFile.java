package io.headrace.policy.folder;

import io.headrace.policy.FloatTensor;
import io.headrace.policy.ModelFormatException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * Reads and writes heads as files beside a backbone, {@code head-NAME.safetensors} each, float32.
 * Readers of the folder's language model, such as {@link ModelFolder} and transformers, ignore
 * them.
 */
public final class HeadFile {

  private static final String PREFIX = "head-";
  private static final String SUFFIX = ".safetensors";

  private HeadFile() {}

  /** Writes the tensors of one head; the same tensors always give the same bytes. */
  public static void write(Path folder, String name, SequencedMap<String, FloatTensor> tensors) {
    TensorFile.write(folder.resolve(PREFIX + name + SUFFIX), tensors);
  }

  /**
   * Reads the heads of a folder.
   *
   * @return the tensors of each head by its name, sorted by name; empty when there are no heads
   * @throws ModelFormatException if a file is truncated or not a safetensors file
   */
  public static SequencedMap<String, SequencedMap<String, FloatTensor>> readAll(Path folder) {
    SequencedMap<String, SequencedMap<String, FloatTensor>> heads = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        heads.put(
            name.substring(PREFIX.length(), name.length() - SUFFIX.length()),
            TensorFile.read(file));
      }
    } catch (IOException e) {
      throw FolderProblemText.unreadable(folder, e);
    }
    return heads;
  }
}
