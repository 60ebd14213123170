package io.headrace.embedded;

import io.headrace.embedded.EmbeddedKafkaException.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * The data folder of an embedded broker. It contains a lock file and Kafka's log folder, which is
 * formatted at the first start as by Kafka's storage tool.
 *
 * <p>The lock is held from {@link #open} to {@link #close}. It excludes other processes and other
 * brokers of this JVM; the operating system releases it when the process dies.
 */
final class DataFolder implements AutoCloseable {
  /** The file that the broker using the folder has locked. */
  static final String LOCK_FILE = "broker.lock";

  private static final String LOG_FOLDER = "log";
  private static final String META_PROPERTIES = "meta.properties";

  private final FileChannel lock;
  private final LogFolderPath log;

  private DataFolder(FileChannel lock, LogFolderPath log) {
    this.lock = lock;
    this.log = log;
  }

  /** Locks the folder for this broker; creates and formats it when it is new. */
  static DataFolder open(Path path) {
    Path folder = path.toAbsolutePath().normalize();
    try {
      requireOursOrEmpty(folder);
      Files.createDirectories(folder);
      return prepared(folder, lock(folder));
    } catch (IOException e) {
      throw new EmbeddedKafkaException(
          Reason.FOLDER_UNUSABLE,
          "[folder=%s] the broker's data can't be kept here (%s); give a folder that this user may write, on a disk with space"
              .formatted(folder, FolderProblem.of(e)),
          e);
    }
  }

  private static DataFolder prepared(Path folder, FileChannel lock) throws IOException {
    try {
      prepare(folder);
      return new DataFolder(lock, LogFolderPath.of(folder.resolve(LOG_FOLDER)));
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** Kafka's log folder, by a path that is valid in Kafka's configuration. */
  Path logFolder() {
    return log.path();
  }

  @Override
  public void close() {
    try (log) {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void prepare(Path folder) throws IOException {
    Path log = folder.resolve(LOG_FOLDER);
    Path meta = log.resolve(META_PROPERTIES);
    if (Files.exists(meta)) {
      requireOurNode(folder, meta);
    } else {
      format(log);
    }
  }

  private static void format(Path log) throws IOException {
    Files.createDirectories(log);
    try (PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      new Formatter()
          .setPrintStream(nowhere)
          .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
          .setNodeId(BrokerSettings.NODE_ID)
          .setClusterId(Uuid.randomUuid().toString())
          .addDirectory(log.toString())
          .setMetadataLogDirectory(log.toString())
          .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
          .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
          .run();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("formatting failed", e);
    }
  }

  private static FileChannel lock(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // Another broker of this JVM holds the lock; the exception below reports it.
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    throw new EmbeddedKafkaException(
        Reason.FOLDER_LOCKED,
        "[folder=%s] another Headrace broker works in this folder; stop it, connect to it instead, or choose another folder"
            .formatted(folder));
  }

  private static void requireOursOrEmpty(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    if (!Files.isDirectory(folder)) {
      throw foreign(folder, "this is a file and not a folder");
    }
    if (Files.exists(folder.resolve(META_PROPERTIES))) {
      throw foreign(folder, "this is the data folder of another Kafka broker");
    }
    if (!Files.exists(folder.resolve(LOCK_FILE)) && !isEmpty(folder)) {
      throw foreign(folder, "this folder holds files that no embedded broker wrote");
    }
  }

  private static void requireOurNode(Path folder, Path meta) throws IOException {
    Properties properties = new Properties();
    try (var in = Files.newInputStream(meta)) {
      properties.load(in);
    }
    String node = properties.getProperty("node.id", "?");
    String cluster = properties.getProperty("cluster.id", "?");
    if (!node.equals(String.valueOf(BrokerSettings.NODE_ID)) || cluster.equals("?")) {
      throw foreign(
          folder,
          "%s says node %s of cluster %s, expected node %d of an embedded broker"
              .formatted(
                  LOG_FOLDER + "/" + META_PROPERTIES, node, cluster, BrokerSettings.NODE_ID));
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.findAny().isEmpty();
    }
  }

  private static EmbeddedKafkaException foreign(Path folder, String what) {
    return new EmbeddedKafkaException(
        Reason.FOREIGN_FOLDER,
        "[folder=%s] %s; choose an empty folder or one that an embedded broker made"
            .formatted(folder, what));
  }
}
