package io.headrace.cli.demo;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.FileProblem;
import io.headrace.pipeline.error.HeadraceException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The demo's data folder. Its files are kept until the demo is finished; the next demo then empties
 * it. Only a folder that a demo created is emptied, and only while no other demo uses it.
 */
public final class DemoFolder implements AutoCloseable {

  private static final String UNFINISHED = "demo.unfinished";
  private static final String FINISHED = "demo.finished";
  private static final String LOCK = "demo.lock";

  private final Path folder;
  private @Nullable FileChannel lock;

  /** Creates the object without touching the folder. */
  public DemoFolder(Path folder) {
    this.folder = folder;
  }

  /** The folder. */
  public Path path() {
    return folder;
  }

  /**
   * Prepares and locks the folder until {@link #close}.
   *
   * @param fresh whether an unfinished demo is deleted
   * @return whether an unfinished demo is continued
   * @throws HeadraceException FOLDER_IN_USE when the folder contains other files or another demo
   *     uses it
   */
  public boolean prepare(boolean fresh) {
    try {
      requireDemoOrEmpty();
      Files.createDirectories(folder);
      lock = lock();
      if (Files.exists(folder.resolve(UNFINISHED)) && !fresh) {
        return true;
      }
      empty();
      Files.writeString(folder.resolve(UNFINISHED), "");
      return false;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Marks the demo as finished. */
  public void finished() {
    try {
      Files.deleteIfExists(folder.resolve(UNFINISHED));
      Files.writeString(folder.resolve(FINISHED), "");
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private void requireDemoOrEmpty() throws IOException {
    boolean isDemo =
        Stream.of(UNFINISHED, FINISHED, LOCK).map(folder::resolve).anyMatch(Files::exists);
    if (!isDemo && Files.exists(folder) && !list().isEmpty()) {
      throw inUse(
          "the folder contains files that no demo created; name another folder with --data");
    }
  }

  private FileChannel lock() throws IOException {
    FileChannel channel =
        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (isFree(channel)) {
      return channel;
    }
    channel.close();
    throw inUse("another demo uses this folder; stop it, or name another folder with --data");
  }

  private static boolean isFree(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private List<Path> list() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  /** Deletes all files except the locked one. */
  private void empty() throws IOException {
    Path held = folder.resolve(LOCK);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!file.equals(folder) && !file.equals(held)) {
          Files.delete(file);
        }
      }
    }
  }

  private HeadraceException inUse(String problem) {
    return new HeadraceException(ErrorCode.FOLDER_IN_USE, "[%s] %s".formatted(folder, problem));
  }

  private HeadraceException failed(IOException e) {
    return new HeadraceException(
        ErrorCode.DISK_FAILED,
        "[%s] can't be prepared: %s; name a folder that this user may write with --data"
            .formatted(folder, FileProblem.of(e)),
        e);
  }

  @Override
  public void close() {
    FileChannel held = lock;
    lock = null;
    try {
      if (held != null) {
        held.close();
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }
}
