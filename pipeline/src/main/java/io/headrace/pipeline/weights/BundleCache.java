package io.headrace.pipeline.weights;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.schemas.WeightsFile;
import io.headrace.schemas.WeightsLocation;
import io.headrace.schemas.WeightsManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Map;
import java.util.stream.Stream;

/** The checked files of the newest versions in a folder of this process. Not safe for threads. */
final class BundleCache {

  private static final int KEPT = 3;

  private final Path folder;
  private final Deque<Path> kept = new ArrayDeque<>();

  BundleCache(Path folder) {
    this.folder = folder;
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
              .formatted(manifest.getRun(), manifest.getVersion(), folder, e.getMessage()),
          e);
    }
  }

  private Path write(WeightsManifest manifest, Map<String, byte[]> files) throws IOException {
    Path version = folder.resolve("v" + manifest.getVersion());
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
      delete(kept.removeFirst());
    }
    return version;
  }

  private static Path checkShared(WeightsManifest manifest) throws IOException {
    Path shared = Path.of(manifest.getFolder());
    for (WeightsFile file : manifest.getFiles()) {
      ChunkAssembly.check(manifest, file, Sha256.of(shared.resolve(file.getName())));
    }
    return shared;
  }

  private static void delete(Path version) throws IOException {
    try (Stream<Path> files = Files.walk(version)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
