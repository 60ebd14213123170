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
 * the data folder is not locked. The lock is checked because process ids are not valid across
 * containers.
 */
final class StaleLinks {

  private static final String PREFIX = "headrace-broker-";
  private static final Pattern NAME = Pattern.compile(PREFIX + "(?:(\\d{1,18})-)?\\d+");

  private StaleLinks() {}

  /** The prefix of the name of a link's folder, for a broker of this process. */
  static String prefix() {
    return PREFIX + ProcessHandle.current().pid() + "-";
  }

  /** Removes the stale links; one that can't be read or removed stays. */
  static void remove(Path temporary) {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(temporary, PREFIX + "*")) {
      for (Path folder : folders) {
        removeIfStale(folder);
      }
    } catch (IOException e) {
      // The folder is another user's, or another process has removed it.
    }
  }

  private static void removeIfStale(Path folder) throws IOException {
    Matcher name = NAME.matcher(folder.getFileName().toString());
    Path link = folder.resolve(LogFolderPath.LINK);
    if (name.matches()
        && Files.isSymbolicLink(link)
        && !isAlive(owner(name))
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

  private static boolean isAlive(OptionalLong process) {
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
