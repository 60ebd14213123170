package io.headrace.cli.process;

import io.headrace.pipeline.config.RunConfig;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.kafka.BrokerCheck;
import io.headrace.pipeline.kafka.KafkaClients;

/** Creates Kafka clients of a run's broker. */
public final class RunClients {

  private RunClients() {}

  /**
   * Clients of the external broker, or of another process's embedded one.
   *
   * @throws io.headrace.pipeline.error.HeadraceException UNREACHABLE_BROKER when it does not answer
   *     within seconds, INVALID_CONFIG when the {@code kafka} settings are rejected
   */
  public static KafkaClients connect(RunConfig config) {
    KafkaClients kafka = of(config, BrokerAddress.find(config));
    BrokerCheck.requireAnswer(kafka);
    return kafka;
  }

  /** Clients of a broker, without a check that it runs. */
  static KafkaClients of(RunConfig config, String bootstrapServers) {
    return new KafkaClients(bootstrapServers, config.kafka().properties(), EventCodec.released());
  }
}
