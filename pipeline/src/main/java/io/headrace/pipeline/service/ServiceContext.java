package io.headrace.pipeline.service;

import io.headrace.pipeline.config.RunConfig;
import io.headrace.pipeline.kafka.KafkaClients;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;

/**
 * The dependencies of a service, which it does not own.
 *
 * @param config the run's configuration
 * @param kafka factory of the Kafka clients
 * @param metrics registry of the meters
 * @param clock source of the time
 * @param instance id of this process's instance of the service, unique within the run
 */
public record ServiceContext(
    RunConfig config, KafkaClients kafka, MeterRegistry metrics, Clock clock, String instance) {

  /** The run's id, as written in topic names and events. */
  public String run() {
    return config.run();
  }

  /** The folder for this run's files. */
  public Path runFolder() {
    return config.storage().runFolder(config.run());
  }
}
