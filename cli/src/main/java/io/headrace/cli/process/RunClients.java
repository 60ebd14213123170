package io.headrace.cli.process;

import io.headrace.pipeline.config.RunConfig;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.kafka.BrokerCheck;
import io.headrace.pipeline.kafka.KafkaClients;

/** Clients of the broker that a run uses. */
public final class RunClients {

  private RunClients() {}

  /**
   * Clients of the external broker, or of the embedded one that another process runs.
   *
   * @throws io.headrace.pipeline.error.HeadraceException UNREACHABLE_BROKER when it does not answer
   *     within seconds, INVALID_CONFIG when the kafka section can't be used
   */
  public static KafkaClients connect(RunConfig config) {
    KafkaClients kafka = of(config, BrokerAddress.find(config));
    BrokerCheck.requireAnswer(kafka);
    return kafka;
  }

  /** Clients of a broker that is known to run. */
  static KafkaClients of(RunConfig config, String bootstrapServers) {
    return new KafkaClients(bootstrapServers, config.kafka().properties(), EventCodec.released());
  }
}
