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
 * The address of a data folder's broker, in a file of the folder that exists while the broker runs;
 * a second file keeps its last port.
 */
public final class BrokerAddress {

  private static final String FILE = "broker.address";
  private static final String LAST_PORT = "broker.port";

  private BrokerAddress() {}

  /** Writes the broker's address. */
  static void write(RunConfig config, String bootstrapServers) {
    replace(file(config), bootstrapServers);
    replace(
        file(config).resolveSibling(LAST_PORT),
        bootstrapServers.substring(bootstrapServers.lastIndexOf(':') + 1));
  }

  private static void replace(Path file, String line) {
    try {
      Path temporary = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(temporary, line + System.lineSeparator());
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  /** The last port of the folder's broker; 0 when unknown. */
  static int lastPort(RunConfig config) {
    try {
      return Integer.parseInt(Files.readString(file(config).resolveSibling(LAST_PORT)).strip());
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
  }

  /** Removes the broker's address. */
  static void remove(RunConfig config) {
    try {
      Files.deleteIfExists(file(config));
    } catch (IOException e) {
      throw failed(file(config), e);
    }
  }

  /**
   * The bootstrap servers of a run's broker: the external one, or the embedded one of another
   * process.
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
