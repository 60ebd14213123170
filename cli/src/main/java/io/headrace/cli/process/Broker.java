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
 * The embedded broker of a data folder; publishes its address to other processes in a file. Without
 * a configured port it reuses its previous one, so that services that kept running reconnect after
 * a restart.
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
    int configured = config.kafka().port();
    int last = configured == 0 ? BrokerAddress.lastPort(config) : configured;
    try {
      return EmbeddedKafka.start(options.withPort(last));
    } catch (EmbeddedKafkaException e) {
      if (configured != 0 || last == 0 || e.reason() != Reason.PORT_TAKEN) {
        throw e;
      }
      return EmbeddedKafka.start(options);
    }
  }

  /** The bootstrap servers for clients. */
  public String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  /** The broker's fatal fault in one sentence; empty if there was none. */
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
