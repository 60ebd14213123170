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
 * The versions of a run in the folder that learner and workers share: {@code v7}, and {@code v7.2}
 * when version 7 was published again because its learner died or was fenced before the commit.
 *
 * <p>A version is filled under another name, forced to disk and then renamed to a name that was
 * free, and never written again: so a learner that was fenced and doesn't know it yet can't change
 * what its successor committed. Which folder counts is what the manifest says. Not safe for
 * threads.
 */
final class SharedVersions {

  private static final Pattern NAME = Pattern.compile("v(\\d+)(?:\\.\\d+)?");
  private static final String UNFINISHED = ".unfinished-";

  private final Path folder;

  SharedVersions(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  /** Where the versions are. */
  Path folder() {
    return folder;
  }

  /** Copies the files of a version; what is there when this returns is complete and on disk. */
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

  /** A full disk is not to be kept full by half a version. */
  private static void remove(Path unfinished, IOException failure) {
    try {
      Folders.delete(unfinished);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /**
   * Removes the versions before the newest few, and what killed learners left unfinished.
   *
   * @param newest the newest version, which is committed
   * @param kept how many versions stay, the newest included
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

  /** A move onto a folder with files in it fails, whoever put it there and however recently. */
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
