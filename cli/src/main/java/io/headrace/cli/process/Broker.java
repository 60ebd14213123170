package io.headrace.cli.process;

import io.headrace.embedded.EmbeddedKafka;
import io.headrace.embedded.EmbeddedKafkaOptions;
import io.headrace.pipeline.config.RunConfig;
import java.nio.file.Path;

/** The embedded broker of a data folder, with its address told to other processes. */
public final class Broker implements AutoCloseable {

  private final RunConfig config;
  private final EmbeddedKafka kafka;

  private Broker(RunConfig config, EmbeddedKafka kafka) {
    this.config = config;
    this.kafka = kafka;
  }

  /** Starts the broker in the run's data folder. */
  public static Broker start(RunConfig config) {
    Path folder = config.storage().dataFolder().resolve("kafka");
    EmbeddedKafka kafka =
        EmbeddedKafka.start(EmbeddedKafkaOptions.in(folder).withPort(config.kafka().port()));
    BrokerAddress.write(config, kafka.bootstrapServers());
    return new Broker(config, kafka);
  }

  /** Where clients reach it. */
  public String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  @Override
  public void close() {
    BrokerAddress.remove(config);
    kafka.close();
  }
}
