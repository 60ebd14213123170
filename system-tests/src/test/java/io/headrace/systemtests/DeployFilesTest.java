package io.headrace.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.headrace.cli.process.ServiceKind;
import io.headrace.pipeline.config.ConfigLoader;
import io.headrace.pipeline.config.KafkaMode;
import io.headrace.pipeline.config.RunConfig;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.kafka.KafkaClients;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The files in {@code deploy} are valid for this version. */
class DeployFilesTest {

  private static final Path DEPLOY = Path.of("..", "deploy");

  @Test
  void theExampleOfAnExternalClusterIsAValidConfiguration() {
    // When
    RunConfig config =
        ConfigLoader.load(Optional.of(DEPLOY.resolve("run-external.yaml")), Map.of(), List.of())
            .config();

    // Then it has a cluster, and its client properties are valid
    assertThat(config.kafka().mode()).isEqualTo(KafkaMode.EXTERNAL);
    assertThat(config.kafka().replication()).isEqualTo(3);
    KafkaClients clients =
        new KafkaClients(
            config.kafka().bootstrapServers(), config.kafka().properties(), EventCodec.released());
    assertThat(clients.properties()).containsKey("sasl.jaas.config");
  }

  @Test
  void prometheusScrapesEveryServiceAtItsDefaultPort() throws IOException {
    // When
    JsonNode file = new YAMLMapper().readTree(DEPLOY.resolve("prometheus.yml").toFile());
    Map<String, String> scraped = new TreeMap<>();
    file.at("/scrape_configs/0/static_configs")
        .forEach(
            each ->
                scraped.put(each.at("/labels/service").asText(), each.at("/targets/0").asText()));

    // Then
    Map<String, String> served = new TreeMap<>();
    for (ServiceKind kind : ServiceKind.values()) {
      served.put(kind.label(), "127.0.0.1:" + kind.adminPort());
    }
    assertThat(scraped).isEqualTo(served);
  }
}
