package io.headrace.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The symbolic links to data folders that killed brokers left in the folder for temporary files:
 * {@code headrace-broker-<process id>-<random>/log}. A link is stale when no process has its id and
 * nobody holds the lock of the data folder, which is asked too because process ids say nothing
 * across containers.
 */
final class StaleLinks {

  private static final String PREFIX = "headrace-broker-";
  private static final Pattern NAME = Pattern.compile(PREFIX + "(?:(\\d{1,18})-)?\\d+");

  private StaleLinks() {}

  /** How the name of a link's folder begins, for a broker of this process. */
  static String prefix() {
    return PREFIX + ProcessHandle.current().pid() + "-";
  }

  /** Removes the stale ones; what can't be read or removed stays. */
  static void remove(Path temporary) {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(temporary, PREFIX + "*")) {
      for (Path folder : folders) {
        removeIfStale(folder);
      }
    } catch (IOException e) {
      // Another user's folder, or another process removed it first; it is in nobody's way.
    }
  }

  private static void removeIfStale(Path folder) throws IOException {
    Matcher name = NAME.matcher(folder.getFileName().toString());
    Path link = folder.resolve(LogFolderPath.LINK);
    if (name.matches()
        && Files.isSymbolicLink(link)
        && !lives(owner(name))
        && !isLocked(Files.readSymbolicLink(link).resolveSibling(DataFolder.LOCK_FILE))) {
      Files.deleteIfExists(link);
      Files.deleteIfExists(folder);
    }
  }

  private static OptionalLong owner(Matcher name) {
    return name.group(1) == null
        ? OptionalLong.empty()
        : OptionalLong.of(Long.parseLong(name.group(1)));
  }

  private static boolean lives(OptionalLong process) {
    return process.isPresent() && ProcessHandle.of(process.getAsLong()).isPresent();
  }

  private static boolean isLocked(Path lock) throws IOException {
    if (!Files.exists(lock)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
      return channel.tryLock() == null;
    } catch (OverlappingFileLockException e) {
      return true;
    }
  }
}
