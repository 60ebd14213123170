package io.headrace.cli.process;

import io.headrace.embedded.EmbeddedKafka;
import io.headrace.embedded.EmbeddedKafkaException;
import io.headrace.embedded.EmbeddedKafkaException.Reason;
import io.headrace.embedded.EmbeddedKafkaOptions;
import io.headrace.pipeline.config.KafkaConfig;
import io.headrace.pipeline.config.KafkaMode;
import io.headrace.pipeline.config.RunConfig;
import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import java.nio.file.Path;

/**
 * The embedded broker of a data folder, with its address told to other processes. Where no port is
 * configured it takes the one it had last, so that services that ran on while it was away find it
 * again.
 */
public final class Broker implements AutoCloseable {

  private final RunConfig config;
  private final EmbeddedKafka kafka;

  private Broker(RunConfig config, EmbeddedKafka kafka) {
    this.config = config;
    this.kafka = kafka;
  }

  /**
   * Starts the broker in the run's data folder.
   *
   * @throws HeadraceException INVALID_CONFIG for a run that uses an external broker
   */
  public static Broker start(RunConfig config) {
    requireEmbedded(config.kafka());
    Path folder = config.storage().dataFolder().resolve("kafka");
    EmbeddedKafka kafka = start(EmbeddedKafkaOptions.in(folder), config);
    BrokerAddress.write(config, kafka.bootstrapServers());
    return new Broker(config, kafka);
  }

  private static void requireEmbedded(KafkaConfig kafka) {
    if (kafka.mode() == KafkaMode.EXTERNAL) {
      throw new HeadraceException(
          ErrorCode.INVALID_CONFIG,
          "[kafka.mode] the run uses the external broker at %s, so no embedded one is started; set kafka.mode to embedded, or leave this process out"
              .formatted(kafka.bootstrapServers()));
    }
  }

  private static EmbeddedKafka start(EmbeddedKafkaOptions options, RunConfig config) {
    int wanted = config.kafka().port();
    int last = wanted == 0 ? BrokerAddress.lastPort(config) : wanted;
    try {
      return EmbeddedKafka.start(options.withPort(last));
    } catch (EmbeddedKafkaException e) {
      if (wanted != 0 || last == 0 || e.reason() != Reason.PORT_TAKEN) {
        throw e;
      }
      return EmbeddedKafka.start(options);
    }
  }

  /** Where clients reach it. */
  public String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  /** Why the broker can't be relied on any more, in one sentence; empty while all is well. */
  String problem() {
    return kafka
        .fault()
        .map(
            fault ->
                "[broker] the embedded broker failed: %s; look at its log and at the disk, then start it again"
                    .formatted(fault))
        .orElse("");
  }

  @Override
  public void close() {
    BrokerAddress.remove(config);
    kafka.close();
  }
}
