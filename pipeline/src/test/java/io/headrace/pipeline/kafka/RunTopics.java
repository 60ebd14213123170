package io.headrace.pipeline.kafka;

import io.headrace.pipeline.config.ConfigLoader;
import io.headrace.pipeline.config.KafkaConfig;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.id.RunId;
import io.headrace.testkit.TestBroker;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/**
 * A fresh run on a test broker, its topics created.
 *
 * @param run the run's id
 * @param kafka clients of the run
 */
public record RunTopics(RunId run, KafkaClients kafka) {
  /** Kafka's part of the configuration that the topics are created with. */
  public static final KafkaConfig CONFIG = ConfigLoader.defaults().config().kafka();

  /** Creates the topics of a run that no other test uses. */
  public static RunTopics create(TestBroker broker) {
    RunId run = new RunId(broker.newRun());
    KafkaClients kafka =
        new KafkaClients(broker.bootstrapServers(), Map.of(), EventCodec.released());
    try (Admin admin = kafka.admin()) {
      Topics.create(admin, run, CONFIG);
    }
    return new RunTopics(run, kafka);
  }
}
