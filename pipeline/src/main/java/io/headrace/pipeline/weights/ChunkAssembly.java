package io.headrace.pipeline.weights;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.schemas.WeightsChunk;
import io.headrace.schemas.WeightsFile;
import io.headrace.schemas.WeightsManifest;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Assembles the chunks of weights versions into files and verifies their digests. Pure. Not safe
 * for threads.
 */
final class ChunkAssembly {

  private final Map<Long, Map<String, NavigableMap<Integer, ByteBuffer>>> versions =
      new HashMap<>();

  /** Adds a chunk; a second copy of it is ignored. */
  void add(WeightsChunk chunk) {
    versions
        .computeIfAbsent(chunk.getVersion(), version -> new HashMap<>())
        .computeIfAbsent(chunk.getFile(), file -> new TreeMap<>())
        .putIfAbsent(chunk.getIndex(), chunk.getData());
  }

  /**
   * The files of a version, in the manifest's order.
   *
   * @throws HeadraceException INCOMPLETE_WEIGHTS when a chunk is missing, CORRUPT_WEIGHTS when a
   *     byte differs
   */
  Map<String, byte[]> complete(WeightsManifest manifest) {
    Map<String, NavigableMap<Integer, ByteBuffer>> chunks =
        versions.getOrDefault(manifest.getVersion(), Map.of());
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (WeightsFile file : manifest.getFiles()) {
      files.put(
          file.getName(),
          join(manifest, file, chunks.getOrDefault(file.getName(), new TreeMap<>())));
    }
    return files;
  }

  /** Whether every chunk of the manifest was added. */
  boolean hasAll(WeightsManifest manifest) {
    Map<String, NavigableMap<Integer, ByteBuffer>> chunks =
        versions.getOrDefault(manifest.getVersion(), Map.of());
    return manifest.getFiles().stream()
        .allMatch(
            file ->
                chunks.getOrDefault(file.getName(), new TreeMap<>()).size() >= file.getChunks());
  }

  private static byte[] join(
      WeightsManifest manifest, WeightsFile file, NavigableMap<Integer, ByteBuffer> chunks) {
    int present = chunks.headMap(file.getChunks()).size();
    if (present != file.getChunks()) {
      throw incomplete(
          manifest, file, "%d of %d chunks are present".formatted(present, file.getChunks()));
    }
    Collection<ByteBuffer> pieces = chunks.headMap(file.getChunks()).values();
    long size = pieces.stream().mapToLong(ByteBuffer::remaining).sum();
    if (size != file.getSize()) {
      throw corrupt(
          manifest, file, "its chunks hold %d bytes, expected %d".formatted(size, file.getSize()));
    }
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(size));
    pieces.forEach(piece -> bytes.put(piece.duplicate()));
    check(manifest, file, Sha256.of(bytes.array()));
    return bytes.array();
  }

  /** Compares a file's digest with the manifest's. */
  static void check(WeightsManifest manifest, WeightsFile file, String sha256) {
    if (!file.getSha256().equals(sha256)) {
      throw corrupt(
          manifest, file, "its SHA-256 is %s, expected %s".formatted(sha256, file.getSha256()));
    }
  }

  /** A retriable failure: the missing bytes may still become visible. */
  static HeadraceException incomplete(WeightsManifest manifest, WeightsFile file, String problem) {
    return new HeadraceException(
        ErrorCode.INCOMPLETE_WEIGHTS,
        "[run=%s weights=v%d file=%s] %s; the previous version is used until the rest is there"
            .formatted(manifest.getRun(), manifest.getVersion(), file.getName(), problem));
  }

  static HeadraceException corrupt(WeightsManifest manifest, WeightsFile file, String problem) {
    return new HeadraceException(
        ErrorCode.CORRUPT_WEIGHTS,
        "[run=%s weights=v%d file=%s] %s; the version is not served"
            .formatted(manifest.getRun(), manifest.getVersion(), file.getName(), problem));
  }
}
