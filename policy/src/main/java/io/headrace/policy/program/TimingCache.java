package io.headrace.policy.program;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Timings in a folder of the user, one small text file per key, so that a machine measures once.
 *
 * <p>While one process measures, others of the same user wait for its result. If the folder can't
 * be written, every process measures.
 */
final class TimingCache {
  private static final Logger LOG = LoggerFactory.getLogger(TimingCache.class);
  private static final Lock MEASURING = new ReentrantLock();
  private static final String FLOAT32 = "float32 µs: ";
  private static final String BFLOAT16 = "bfloat16 µs: ";
  private static final int NAME_LENGTH = 16;

  private final Path folder;

  TimingCache(Path folder) {
    this.folder = folder;
  }

  /**
   * In {@code HEADRACE_CACHE}, else in {@code headrace} below {@code XDG_CACHE_HOME} or {@code
   * ~/.cache}.
   */
  static TimingCache ofUser() {
    String property = System.getProperty("headrace.cache", System.getenv("HEADRACE_CACHE"));
    if (property != null && !property.isBlank()) {
      return new TimingCache(Path.of(property));
    }
    String xdg = System.getenv("XDG_CACHE_HOME");
    Path caches =
        xdg != null && !xdg.isBlank()
            ? Path.of(xdg)
            : Path.of(System.getProperty("user.home", "."), ".cache");
    return new TimingCache(caches.resolve("headrace"));
  }

  /** The stored timing of the key, or a new one, which is stored. */
  PrecisionTiming get(String key, Supplier<PrecisionTiming> measurement) {
    MEASURING.lock();
    try {
      Path file = folder.resolve("precision-" + sha256(key).substring(0, NAME_LENGTH) + ".txt");
      return locked(file, key, measurement);
    } finally {
      MEASURING.unlock();
    }
  }

  private PrecisionTiming locked(Path file, String key, Supplier<PrecisionTiming> measurement) {
    try {
      Files.createDirectories(folder);
      try (FileChannel channel =
              FileChannel.open(
                  folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          var lock = channel.lock()) {
        Optional<PrecisionTiming> stored = read(file, key);
        if (stored.isPresent() && lock.isValid()) {
          return stored.get();
        }
        PrecisionTiming timing = measurement.get();
        write(file, key, timing);
        return timing;
      }
    } catch (IOException e) {
      LOG.info(
          "[{}] the measured precision can't be stored: {}; each start measures again", file, e);
      return measurement.get();
    }
  }

  private static Optional<PrecisionTiming> read(Path file, String key) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    String text = Files.readString(file);
    if (!text.startsWith(key)) {
      return Optional.empty();
    }
    List<String> times = text.substring(key.length()).lines().toList();
    if (times.size() != 2
        || !times.getFirst().startsWith(FLOAT32)
        || !times.getLast().startsWith(BFLOAT16)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new PrecisionTiming(
              Long.parseLong(times.getFirst().substring(FLOAT32.length())),
              Long.parseLong(times.getLast().substring(BFLOAT16.length()))));
    } catch (IllegalArgumentException damaged) {
      return Optional.empty();
    }
  }

  private static void write(Path file, String key, PrecisionTiming timing) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.writeString(
        next,
        "%s%s%d%n%s%d%n"
            .formatted(key, FLOAT32, timing.float32Micros(), BFLOAT16, timing.bfloat16Micros()));
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
