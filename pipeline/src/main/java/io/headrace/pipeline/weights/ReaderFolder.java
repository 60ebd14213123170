package io.headrace.pipeline.weights;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The exclusive folder of one reader of weights. It contains a locked file, which the operating
 * system unlocks when the process dies. The next reader that opens a sibling folder removes it, so
 * that folders of killed workers do not accumulate.
 *
 * <p>Safe for all threads and processes; one reader per folder.
 */
final class ReaderFolder implements AutoCloseable {

  private static final String LOCK = "reader.lock";

  /** Folders held by this JVM, needed because closing any channel to a locked file unlocks it. */
  private static final Set<Path> OURS = new HashSet<>();

  private final Path folder;
  private final FileChannel lock;

  private ReaderFolder(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Locks the folder and removes abandoned folders, which no living reader holds: this one, which
   * is then empty, and its siblings.
   *
   * @throws IOException when it can't be created or another reader holds it
   */
  static ReaderFolder open(Path path) throws IOException {
    Path folder = path.toAbsolutePath().normalize();
    Path parent = Files.createDirectories(folder.getParent());
    synchronized (OURS) {
      try (FileChannel turn = writable(parent.resolve(LOCK));
          FileLock _ = turn.lock()) {
        removeAbandoned(parent);
        Files.createDirectories(folder);
        return new ReaderFolder(folder, lock(folder));
      }
    }
  }

  private static FileChannel lock(Path folder) throws IOException {
    if (OURS.add(folder)) {
      FileChannel channel = writable(folder.resolve(LOCK));
      if (channel.tryLock() != null) {
        return channel;
      }
      OURS.remove(folder);
      channel.close();
    }
    throw new IOException("another reader of weights has this folder");
  }

  Path path() {
    return folder;
  }

  private static void removeAbandoned(Path parent) throws IOException {
    for (Path child : Folders.children(parent)) {
      Path lockFile = child.resolve(LOCK);
      if (!OURS.contains(child) && Files.exists(lockFile) && isFree(lockFile)) {
        Folders.delete(child);
      }
    }
  }

  private static boolean isFree(Path lockFile) throws IOException {
    try (FileChannel channel = writable(lockFile);
        @Nullable FileLock lock = channel.tryLock()) {
      return lock != null;
    }
  }

  private static FileChannel writable(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  /** Removes the folder. */
  @Override
  public void close() throws IOException {
    synchronized (OURS) {
      if (OURS.remove(folder)) {
        Folders.delete(folder);
        lock.close();
      }
    }
  }
}
