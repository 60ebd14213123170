package io.headrace.learner.checkpoint;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.FileProblem;
import io.headrace.pipeline.error.HeadraceException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The checkpoint folders of a run, {@code step-N}: each is complete or absent.
 *
 * <p>A folder is filled under a temporary name, every file forced to disk, given the checksums of
 * its files, and then renamed; so a folder named {@code step-N} was complete. Reading verifies the
 * checksums.
 *
 * <p>An existing folder is never changed: a step that is repeated, because its learner died or was
 * fenced before the commit, is written to {@code step-N.2}, {@code step-N.3}, … So a learner that
 * has not noticed that it is fenced can't change what its successor committed. The log names the
 * valid one. Owned by one thread.
 */
public final class CheckpointStore {

  private static final Pattern NAME = Pattern.compile("step-(\\d+)(?:\\.(\\d+))?");
  private static final Comparator<String> NEWEST_FIRST =
      Comparator.comparingLong((String name) -> number(name, 1))
          .thenComparingLong(name -> number(name, 2))
          .reversed();
  private static final String TEMPORARY = ".unfinished-";

  private final Path folder;

  /** The content of a checkpoint, written into an empty folder. */
  @FunctionalInterface
  public interface Content {
    /** Writes the files. */
    void writeTo(Path folder) throws IOException;
  }

  /**
   * Opens the store and removes unfinished folders of a killed learner.
   *
   * @throws HeadraceException DISK_FAILED when the folder can't be created
   */
  public CheckpointStore(Path folder) {
    this.folder = folder;
    attempt(
        "opening",
        () -> {
          Files.createDirectories(folder);
          for (Path path : children()) {
            if (path.getFileName().toString().startsWith(TEMPORARY)) {
              delete(path);
            }
          }
          return folder;
        });
  }

  /**
   * Writes the checkpoint of a step.
   *
   * @return its folder, whose name belongs in the commit
   * @throws HeadraceException DISK_FAILED when it can't be written
   */
  public Path write(long step, Content content) {
    return attempt(
        "writing step-" + step,
        () -> {
          Path unfinished = Files.createTempDirectory(folder, TEMPORARY);
          content.writeTo(unfinished);
          Checksums.apply(unfinished);
          Path target = moveToFreeName(unfinished, step);
          Checksums.force(folder);
          return target;
        });
  }

  /** Moving onto a folder that is not empty fails, so a concurrent writer is noticed. */
  private Path moveToFreeName(Path unfinished, long step) throws IOException {
    for (int attempt = 1; ; attempt++) {
      Path target = folder.resolve("step-" + step + (attempt == 1 ? "" : "." + attempt));
      try {
        return Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
      } catch (FileSystemException e) {
        if (!Files.isDirectory(target)) {
          throw e;
        }
      }
    }
  }

  /**
   * The folder of a checkpoint, after verifying its checksums.
   *
   * @throws HeadraceException CORRUPT_CHECKPOINT when it is missing, incomplete or damaged
   */
  public Path open(String name) {
    Path checkpoint = folder.resolve(name);
    if (!NAME.matcher(name).matches() || !Files.isDirectory(checkpoint)) {
      throw new HeadraceException(
          ErrorCode.CORRUPT_CHECKPOINT,
          "[checkpoint=%s] the newest weights name this checkpoint, which is missing; start where the run's data folder is"
              .formatted(checkpoint));
    }
    Optional<String> damage = attempt("checking " + name, () -> Checksums.damage(checkpoint));
    if (damage.isPresent()) {
      throw new HeadraceException(
          ErrorCode.CORRUPT_CHECKPOINT,
          "[checkpoint=%s] %s; restore the folder from a copy".formatted(checkpoint, damage.get()));
    }
    return checkpoint;
  }

  /**
   * Removes all but the newest checkpoints.
   *
   * @param kept number of the newest that are kept
   * @param named names that are kept whatever their age
   */
  public void prune(int kept, Set<String> named) {
    attempt(
        "removing old checkpoints",
        () -> {
          List<String> newestFirst = names();
          for (String name :
              newestFirst.subList(Math.min(kept, newestFirst.size()), newestFirst.size())) {
            if (!named.contains(name)) {
              delete(folder.resolve(name));
            }
          }
          return folder;
        });
  }

  /** The names of the checkpoints, newest first. */
  public List<String> names() {
    return attempt(
        "listing",
        () ->
            children().stream()
                .map(path -> path.getFileName().toString())
                .filter(name -> NAME.matcher(name).matches())
                .sorted(NEWEST_FIRST)
                .toList());
  }

  private static long number(String name, int group) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches() && matcher.group(group) != null
        ? Long.parseLong(matcher.group(group))
        : 1;
  }

  private List<Path> children() throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.toList();
    }
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> paths = Files.walk(tree)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  @FunctionalInterface
  private interface DiskAction<T> {
    T run() throws IOException;
  }

  private <T> T attempt(String what, DiskAction<T> action) {
    try {
      return action.run();
    } catch (IOException e) {
      throw new HeadraceException(
          ErrorCode.DISK_FAILED,
          "[checkpoints=%s] %s failed: %s; check the disk's space and permissions"
              .formatted(folder, what, FileProblem.of(e)),
          e);
    }
  }
}
