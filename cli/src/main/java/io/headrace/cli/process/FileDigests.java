package io.headrace.cli.process;

import io.headrace.learner.objective.recipe.RecipeCatalog;
import io.headrace.pipeline.config.RunConfig;
import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.FileProblem;
import io.headrace.pipeline.error.HeadraceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * SHA-256 digests of the files that a run's settings name, by the path of the setting. The digest
 * of a model folder covers its JSON files and the names and sizes of its weights files. A file that
 * is not on this machine has no digest.
 */
final class FileDigests {

  private FileDigests() {}

  static SortedMap<String, String> of(RunConfig config) {
    SortedMap<String, String> digests = new TreeMap<>();
    put(digests, "tasks.file", config.tasks().file());
    put(digests, "tasks.heldout-file", config.tasks().heldoutFile());
    put(digests, "model.folder", config.model().folder());
    put(digests, "learner.rl.objective", recipe(config.learner().rl().objective()));
    return digests;
  }

  private static Optional<Path> recipe(String objective) {
    return RecipeCatalog.isFile(objective) ? Optional.of(Path.of(objective)) : Optional.empty();
  }

  private static void put(SortedMap<String, String> digests, String setting, Optional<Path> path) {
    path.filter(Files::exists).ifPresent(file -> digests.put(setting, digest(file)));
  }

  private static String digest(Path path) {
    MessageDigest digest = sha256();
    try {
      for (Path file : files(path)) {
        if (Files.isDirectory(path)) {
          String name = path.relativize(file) + "\n" + Files.size(file) + "\n";
          digest.update(name.getBytes(StandardCharsets.UTF_8));
        }
        if (file.equals(path) || file.toString().endsWith(".json")) {
          update(digest, file);
        }
      }
    } catch (IOException e) {
      throw new HeadraceException(
          ErrorCode.DISK_FAILED, "[%s] can't be read: %s".formatted(path, FileProblem.of(e)), e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The file itself, or a model folder's files sorted by name. */
  private static List<Path> files(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> files = Files.list(path)) {
      return files
          .filter(file -> file.toString().matches(".*\\.(json|safetensors)"))
          .sorted()
          .toList();
    }
  }

  private static void update(MessageDigest digest, Path file) throws IOException {
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
