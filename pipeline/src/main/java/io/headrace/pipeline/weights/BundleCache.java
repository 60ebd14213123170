package io.headrace.pipeline.weights;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.FileTrouble;
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
 * The checked files of the newest versions in a folder of this reader, which is removed when it is
 * closed. Not safe for threads.
 */
final class BundleCache implements AutoCloseable {

  private static final int KEPT = 3;

  private static final Logger LOG = LoggerFactory.getLogger(BundleCache.class);

  private final ReaderFolder folder;
  private final Deque<Path> kept = new ArrayDeque<>();

  /**
   * A cache in a folder of its own.
   *
   * @throws HeadraceException DISK_FAILED when the folder can't be made
   */
  BundleCache(Path folder) {
    try {
      this.folder = ReaderFolder.open(folder);
    } catch (IOException e) {
      throw new HeadraceException(
          ErrorCode.DISK_FAILED,
          "[folder=%s] weights can't be kept here: %s; check the disk's space and permissions"
              .formatted(folder, FileTrouble.of(e)),
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
          "[run=%s weights=v%d] storing it in %s failed: %s"
              .formatted(
                  manifest.getRun(), manifest.getVersion(), folder.path(), FileTrouble.of(e)),
          e);
    }
  }

  private Path write(WeightsManifest manifest, Map<String, byte[]> files) throws IOException {
    Path version = folder.path().resolve("v" + manifest.getVersion());
    Files.createDirectories(version);
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path target = version.resolve(file.getKey()).normalize();
      if (!version.equals(target.getParent())) {
        throw new IOException("file name '" + file.getKey() + "' leaves the folder");
      }
      Files.write(target, file.getValue());
    }
    kept.addLast(version);
    while (kept.size() > KEPT) {
      Folders.delete(kept.removeFirst());
    }
    return version;
  }

  private static Path checkShared(WeightsManifest manifest) throws IOException {
    Path shared = Path.of(manifest.getFolder());
    if (!Files.isDirectory(shared)) {
      throw new HeadraceException(
          ErrorCode.DISK_FAILED,
          "[run=%s weights=v%d] its folder %s is not there; mount the learner's weights.shared-folder here under the same name, or raise weights.kept if this reader was late"
              .formatted(manifest.getRun(), manifest.getVersion(), shared));
    }
    for (WeightsFile file : manifest.getFiles()) {
      ChunkAssembly.check(manifest, file, Sha256.of(shared.resolve(file.getName())));
    }
    return shared;
  }

  @Override
  public void close() {
    try {
      folder.close();
    } catch (IOException e) {
      LOG.warn("[folder={}] not removed: {}", folder.path(), FileTrouble.of(e));
    }
  }
}
