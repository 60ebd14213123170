package io.headrace.reward.streams;

import io.headrace.pipeline.config.AssemblerConfig;
import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.reward.assembly.AssemblyRules;
import io.headrace.schemas.ServiceState;
import java.nio.file.Path;

/** The assembler as a Kafka Streams application. Safe for all threads. */
public final class AssemblerStreams implements AutoCloseable {

  private final StreamsApplication application;

  /**
   * Creates an assembler without starting it.
   *
   * @param run the run's id
   * @param rules the rules by which groups are assembled
   * @param metrics the assembler's metrics
   * @param kafka factory of the Kafka clients
   * @param config threads and commit interval
   * @param replication replication factor of the changelog topics
   * @param folder folder of the stores, which one process can use at a time
   */
  public AssemblerStreams(
      String run,
      AssemblyRules rules,
      AssemblerMetrics metrics,
      KafkaClients kafka,
      AssemblerConfig config,
      int replication,
      Path folder) {
    AssemblerResources resources =
        AssemblerResources.of(
            run,
            rules,
            kafka.codec(),
            metrics,
            KafkaClients.MAX_EVENT_BYTES,
            config.commitInterval(),
            () -> new TraceLog(kafka, run));
    application =
        new StreamsApplication(
            new StreamsSpec(
                run,
                "the assembler",
                AssemblerTopology.inputs(),
                AssemblerTopology.of(resources),
                StreamsProperties.of(
                    AssemblerTopology.applicationId(run), kafka, config, replication, folder),
                kafka,
                folder));
  }

  /**
   * Starts the assembler; returns when partitions are assigned and their stores restored.
   *
   * @throws io.headrace.pipeline.error.HeadraceException when a topic is missing, the broker does
   *     not answer, the folder is in use or the start takes longer than a minute
   */
  public void start() {
    application.start();
  }

  /** The state as in the service's events. */
  public ServiceState state() {
    return application.state();
  }

  /** The problem as one sentence, or empty. */
  public String problem() {
    return application.problem();
  }

  /**
   * Commits, leaves the consumer group so that other instances take over at once, and closes the
   * stores.
   */
  @Override
  public void close() {
    application.close();
  }
}
