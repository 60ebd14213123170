package io.headrace.cli.process;

import io.headrace.pipeline.config.KafkaMode;
import io.headrace.pipeline.config.RunConfig;
import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.FileProblem;
import io.headrace.pipeline.error.HeadraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Where the broker of a data folder listens: a file beside its data, there while it runs; and a
 * second one that keeps its last port.
 */
public final class BrokerAddress {

  private static final String FILE = "broker.address";
  private static final String LAST_PORT = "broker.port";

  private BrokerAddress() {}

  /** Says where the broker listens. */
  static void write(RunConfig config, String bootstrapServers) {
    replace(file(config), bootstrapServers);
    replace(
        file(config).resolveSibling(LAST_PORT),
        bootstrapServers.substring(bootstrapServers.lastIndexOf(':') + 1));
  }

  private static void replace(Path file, String line) {
    try {
      Path fresh = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(fresh, line + System.lineSeparator());
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  /** The port that the folder's broker had last, 0 when none is known. */
  static int lastPort(RunConfig config) {
    try {
      return Integer.parseInt(Files.readString(file(config).resolveSibling(LAST_PORT)).strip());
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
  }

  /** Says that the broker is gone. */
  static void remove(RunConfig config) {
    try {
      Files.deleteIfExists(file(config));
    } catch (IOException e) {
      throw failed(file(config), e);
    }
  }

  /**
   * The broker of a run: the external one, or the embedded one that another process runs.
   *
   * @throws HeadraceException UNREACHABLE_BROKER when no broker runs for the data folder
   */
  public static String find(RunConfig config) {
    if (config.kafka().mode() == KafkaMode.EXTERNAL) {
      return config.kafka().bootstrapServers();
    }
    Path file = file(config);
    try {
      return Files.readString(file).strip();
    } catch (NoSuchFileException e) {
      throw new HeadraceException(
          ErrorCode.UNREACHABLE_BROKER,
          ("[%s] no embedded broker runs for this data folder; start one with 'headrace up' or"
                  + " 'headrace start broker', or set kafka.mode to external")
              .formatted(config.storage().dataFolder()),
          e);
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  private static Path file(RunConfig config) {
    return config.storage().dataFolder().resolve(FILE);
  }

  private static HeadraceException failed(Path file, IOException e) {
    return new HeadraceException(
        ErrorCode.DISK_FAILED,
        "[%s] can't be read or written: %s".formatted(file, FileProblem.of(e)),
        e);
  }
}
