package io.headrace.pipeline.weights;

import io.headrace.pipeline.id.WeightsVersion;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The versions of a run in the folder shared by learner and workers: {@code v7}, or {@code v7.2}
 * when version 7 was published again because a learner died or was fenced before its commit.
 *
 * <p>A version is written under a temporary name, forced to disk, then renamed to an unused name
 * and never changed. So a learner that was fenced without noticing can't change files that its
 * successor committed. The manifest names the valid folder. Not safe for threads.
 */
final class SharedVersions {

  private static final Pattern NAME = Pattern.compile("v(\\d+)(?:\\.\\d+)?");
  private static final String UNFINISHED = ".unfinished-";

  private final Path folder;

  SharedVersions(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  /** The folder of all versions. */
  Path folder() {
    return folder;
  }

  /** Copies the files of a version into a new folder, forced to disk, and returns it. */
  Path add(WeightsVersion version, List<Path> files) throws IOException {
    Files.createDirectories(folder);
    Path unfinished = Files.createDirectory(folder.resolve(UNFINISHED + UUID.randomUUID()));
    try {
      copy(files, unfinished);
      Path target = moveToFreeName(unfinished, version);
      force(folder, StandardOpenOption.READ);
      return target;
    } catch (IOException e) {
      remove(unfinished, e);
      throw e;
    }
  }

  private static void copy(List<Path> files, Path target) throws IOException {
    for (Path file : files) {
      Path copy = Files.copy(file, target.resolve(file.getFileName().toString()));
      force(copy, StandardOpenOption.WRITE);
    }
    force(target, StandardOpenOption.READ);
  }

  /** Removes an incomplete version to free its space. */
  private static void remove(Path unfinished, IOException failure) {
    try {
      Folders.delete(unfinished);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /**
   * Removes old versions, and incomplete ones of killed learners.
   *
   * @param newest the newest version, which is committed
   * @param kept number of versions to keep, the newest included
   */
  void prune(WeightsVersion newest, int kept) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    for (Path child : Folders.children(folder)) {
      String name = child.getFileName().toString();
      Matcher version = NAME.matcher(name);
      boolean old = version.matches() && Long.parseLong(version.group(1)) <= newest.value() - kept;
      if (old || name.startsWith(UNFINISHED)) {
        Folders.delete(child);
      }
    }
  }

  /** Tries one name after the other: the atomic move fails if a non-empty folder has the name. */
  private Path moveToFreeName(Path unfinished, WeightsVersion version) throws IOException {
    for (int attempt = 1; ; attempt++) {
      String suffix = attempt == 1 ? "" : "." + attempt;
      Path target = folder.resolve("v" + version.value() + suffix);
      try {
        return Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
      } catch (FileSystemException e) {
        if (!Files.isDirectory(target)) {
          throw e;
        }
      }
    }
  }

  private static void force(Path path, StandardOpenOption how) throws IOException {
    try (FileChannel channel = FileChannel.open(path, how)) {
      channel.force(true);
    }
  }
}
