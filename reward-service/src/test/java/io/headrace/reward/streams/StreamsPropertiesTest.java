package io.headrace.reward.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.pipeline.config.AssemblerConfig;
import io.headrace.pipeline.config.ConfigLoader;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.kafka.KafkaClients;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

class StreamsPropertiesTest {

  private final AssemblerConfig config = ConfigLoader.defaults().config().assembler();

  @Test
  void groupStateAndOffsetsCommitInOneTransaction() {
    assertThat(properties(Map.of()))
        .containsEntry(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2)
        .containsEntry(StreamsConfig.REPLICATION_FACTOR_CONFIG, 3)
        .containsEntry(
            StreamsConfig.producerPrefix(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION), 1);
  }

  @Test
  void aPollTakesNoLongerThanTheCommitInterval() {
    assertThat(properties(Map.of()))
        .containsEntry(StreamsConfig.POLL_MS_CONFIG, (int) config.commitInterval().toMillis());
  }

  @Test
  void clientsUseTheUsersProperties() {
    assertThat(properties(Map.of("security.protocol", "SASL_SSL")))
        .containsEntry("bootstrap.servers", "broker:9092")
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("application.id", "r.assembler");
  }

  private Properties properties(Map<String, String> own) {
    KafkaClients kafka = new KafkaClients("broker:9092", own, EventCodec.released());
    return StreamsProperties.of("r.assembler", kafka, config, 3, Path.of("stores"));
  }
}
