package io.headrace.pipeline.weights;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.FileProblem;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.schemas.WeightsFile;
import io.headrace.schemas.WeightsLocation;
import io.headrace.schemas.WeightsManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the verified files of the newest versions in a folder of this reader, which is removed on
 * close. Not safe for threads.
 */
final class BundleCache implements AutoCloseable {

  private static final int KEPT = 3;

  private static final Logger LOG = LoggerFactory.getLogger(BundleCache.class);

  private final ReaderFolder folder;
  private final Deque<Path> kept = new ArrayDeque<>();

  /**
   * Opens a cache in a folder that no other reader uses.
   *
   * @throws HeadraceException DISK_FAILED when the folder can't be created or another reader holds
   *     it
   */
  BundleCache(Path folder) {
    try {
      this.folder = ReaderFolder.open(folder);
    } catch (IOException e) {
      throw new HeadraceException(
          ErrorCode.DISK_FAILED,
          "[folder=%s] weights can't be kept here: %s; check the disk's space and permissions"
              .formatted(folder, FileProblem.of(e)),
          e);
    }
  }

  WeightsBundle store(WeightsManifest manifest, ChunkAssembly chunks) {
    try {
      Path files =
          manifest.getLocation() == WeightsLocation.LOG
              ? write(manifest, chunks.complete(manifest))
              : checkShared(manifest);
      return new WeightsBundle(new WeightsVersion(manifest.getVersion()), manifest, files);
    } catch (IOException e) {
      throw new HeadraceException(
          ErrorCode.DISK_FAILED,
          "[run=%s weights=v%d] storing it in %s failed: %s; check the disk's space and permissions, it is tried again"
              .formatted(
                  manifest.getRun(), manifest.getVersion(), folder.path(), FileProblem.of(e)),
          e);
    }
  }

  private Path write(WeightsManifest manifest, Map<String, byte[]> files) throws IOException {
    Path version = folder.path().resolve("v" + manifest.getVersion());
    try {
      Files.createDirectories(version);
      for (WeightsFile file : manifest.getFiles()) {
        Files.write(inside(version, manifest, file), bytes(files, file));
      }
    } catch (IOException | RuntimeException e) {
      removeUnfinished(version, manifest);
      throw e;
    }
    kept.remove(version);
    kept.addLast(version);
    while (kept.size() > KEPT) {
      Folders.delete(kept.removeFirst());
    }
    return version;
  }

  @SuppressWarnings("NullAway") // The assembly has the bytes of every file of the manifest.
  private static byte[] bytes(Map<String, byte[]> files, WeightsFile file) {
    return files.get(file.getName());
  }

  /** Removes the files of a failed attempt, whose space the next attempt may need. */
  private static void removeUnfinished(Path version, WeightsManifest manifest) {
    for (WeightsFile file : manifest.getFiles()) {
      Path path = version.resolve(file.getName()).normalize();
      try {
        if (version.equals(path.getParent()) && Files.isRegularFile(path)) {
          Files.delete(path);
        }
      } catch (IOException e) {
        LOG.warn("[file={}] not removed: {}", path, FileProblem.of(e));
      }
    }
  }

  /**
   * Verifies the files of a version in the shared folder.
   *
   * @throws HeadraceException DISK_FAILED while the folder is missing, INCOMPLETE_WEIGHTS while a
   *     file is missing or too short, CORRUPT_WEIGHTS when a file's digest differs
   */
  private static Path checkShared(WeightsManifest manifest) throws IOException {
    Path shared = Path.of(manifest.getFolder()).normalize();
    if (!Files.isDirectory(shared)) {
      throw new HeadraceException(
          ErrorCode.DISK_FAILED,
          "[run=%s weights=v%d] its folder %s is not there; mount the learner's weights.shared-folder here under the same name, or raise weights.kept if this reader was late"
              .formatted(manifest.getRun(), manifest.getVersion(), shared));
    }
    for (WeightsFile file : manifest.getFiles()) {
      check(manifest, file, inside(shared, manifest, file));
    }
    return shared;
  }

  private static void check(WeightsManifest manifest, WeightsFile file, Path path)
      throws IOException {
    if (!Files.exists(path)) {
      throw ChunkAssembly.incomplete(manifest, file, "it is not in " + path.getParent());
    }
    long size = Files.size(path);
    if (size < file.getSize()) {
      throw ChunkAssembly.incomplete(
          manifest, file, "%d of %d bytes are there".formatted(size, file.getSize()));
    }
    ChunkAssembly.check(manifest, file, Sha256.of(path));
  }

  /** Resolves a file's name and rejects one that is not directly in the version's folder. */
  private static Path inside(Path folder, WeightsManifest manifest, WeightsFile file) {
    Path path = folder.resolve(file.getName()).normalize();
    if (!folder.equals(path.getParent())) {
      throw ChunkAssembly.corrupt(manifest, file, "its name leaves the folder");
    }
    return path;
  }

  @Override
  public void close() {
    try {
      folder.close();
    } catch (IOException e) {
      LOG.warn("[folder={}] not removed: {}", folder.path(), FileProblem.of(e));
    }
  }
}
