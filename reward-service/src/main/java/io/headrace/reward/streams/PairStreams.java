package io.headrace.reward.streams;

import io.headrace.pipeline.config.AssemblerConfig;
import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.reward.preference.PairRule;
import io.headrace.schemas.ServiceState;
import java.nio.file.Path;

/**
 * The selection of preference pairs as a Kafka Streams application: reads scored groups from the
 * first one of the run and writes their pairs in the transaction that commits its position. Safe
 * for all threads.
 */
public final class PairStreams implements AutoCloseable {

  private final StreamsApplication application;

  /**
   * Creates the application without starting it.
   *
   * @param run the run's id
   * @param rule the rule that selects the pairs
   * @param metrics its metrics
   * @param kafka factory of the Kafka clients
   * @param config threads and commit interval
   * @param replication replication factor of internal topics, of which it has none
   * @param folder folder for Kafka Streams, which one process can use at a time
   */
  public PairStreams(
      String run,
      PairRule rule,
      PairMetrics metrics,
      KafkaClients kafka,
      AssemblerConfig config,
      int replication,
      Path folder) {
    PairResources resources =
        new PairResources(run, rule, kafka.codec(), metrics, KafkaClients.MAX_EVENT_BYTES);
    application =
        new StreamsApplication(
            new StreamsSpec(
                run,
                "the selection of preference pairs",
                PairTopology.inputs(),
                PairTopology.of(resources),
                StreamsProperties.of(
                    PairTopology.applicationId(run), kafka, config, replication, folder),
                kafka,
                folder));
  }

  /**
   * Starts; returns when partitions are assigned.
   *
   * @throws io.headrace.pipeline.error.HeadraceException when the topic is missing, the broker does
   *     not answer or the start takes longer than a minute
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

  /** Commits and leaves the consumer group. */
  @Override
  public void close() {
    application.close();
  }
}
