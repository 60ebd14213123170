package io.headrace.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headrace.console.demo.DemoEvents;
import io.headrace.console.demo.DemoFeed;
import io.headrace.pipeline.config.ConfigLoader;
import io.headrace.pipeline.config.RunConfig;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.id.RunId;
import io.headrace.pipeline.kafka.EventProducer;
import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.pipeline.kafka.Topics;
import io.headrace.pipeline.service.ServiceContext;
import io.headrace.testkit.TestBroker;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ConsoleServiceIT {
  @RegisterExtension static final TestBroker BROKER = TestBroker.shared();

  private static final Duration LIMIT = Duration.ofSeconds(150);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final KafkaClients kafka =
      new KafkaClients(BROKER.bootstrapServers(), Map.of(), EventCodec.released());

  private ServiceContext context() {
    RunConfig config =
        ConfigLoader.load(
                Optional.empty(), Map.of(), List.of("run=" + DemoEvents.RUN, "console.port=0"))
            .config();
    return new ServiceContext(
        config,
        kafka,
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
        Clock.systemUTC(),
        "console-1");
  }

  private JsonNode get(ConsoleService console, String path)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(console.address().resolve(path)).timeout(LIMIT).build();
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  @Test
  void showsARunFromTheLogAndWritesCommands() throws Exception {
    // Given a run in the log, with a record that is not an event
    ServiceContext context = context();
    try (Admin admin = kafka.admin()) {
      Topics.create(admin, new RunId(DemoEvents.RUN), context.config().kafka());
    }
    Instant now = Instant.now();
    try (EventProducer producer = kafka.producer()) {
      DemoFeed feed =
          new DemoFeed(
              5,
              now.minusSeconds(70),
              (topic, key, at, event) -> {
                producer.send(new ProducerRecord<>(topic.of(DemoEvents.RUN), key, event));
              });
      feed.advance(now);
    }
    writeUndecodableRecord();
    try (ConsoleService console = new ConsoleService(context)) {
      // When the console is started
      console.start();
      await().atMost(LIMIT).until(() -> console.status().ready());
      // Then it shows the run
      JsonNode run = get(console, "/api/runs/demo").path("run");
      assertThat(run.path("stage").path("stage").asText()).isEqualTo("training");
      assertThat(run.path("lastStep").path("step").asInt()).isGreaterThan(200);
      // And lists it among the runs on the broker
      assertThat(get(console, "/api/runs").path("runs").findValuesAsText("run"))
          .contains(DemoEvents.RUN);
      // And reads a whole trace from the log
      String id = get(console, "/api/runs/demo/traces?limit=1").get(0).path("traceId").asText();
      JsonNode trace =
          get(console, "/api/runs/demo/traces/" + URLEncoder.encode(id, StandardCharsets.UTF_8))
              .path("trace");
      assertThat(trace.path("traceId").asText()).isEqualTo(id);
      assertThat(trace.path("logProbs")).isNotEmpty();
      // And a command is written to the log and read back
      HttpRequest pause =
          HttpRequest.newBuilder(console.address().resolve("/api/runs/demo/commands"))
              .header("Content-Type", "application/json")
              .timeout(LIMIT)
              .POST(HttpRequest.BodyPublishers.ofString("{\"command\":\"pause\"}"))
              .build();
      assertThat(client.send(pause, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(202);
      await()
          .atMost(LIMIT)
          .until(() -> get(console, "/api/runs/demo").path("run").path("paused").asBoolean());
    }
  }

  private static void writeUndecodableRecord() {
    Map<String, Object> config = Map.of("bootstrap.servers", BROKER.bootstrapServers());
    try (var producer =
        new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())) {
      var _ = producer.send(new ProducerRecord<>("demo.traces", "x", new byte[] {1, 2, 3}));
    }
  }
}
