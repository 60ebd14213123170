package io.headrace.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import io.headrace.pipeline.snapshot.SnapshotLog;
import io.headrace.schemas.Stage;
import io.headrace.schemas.topics.Topic;
import io.headrace.testkit.TestBroker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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
import org.slf4j.LoggerFactory;

class ConsoleRestartIT {
  @RegisterExtension static final TestBroker BROKER = TestBroker.shared();

  private static final Duration LIMIT = Duration.ofSeconds(150);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int EARLY_STEPS = 12_000;

  private final HttpClient client = HttpClient.newHttpClient();
  private final KafkaClients kafka =
      new KafkaClients(BROKER.bootstrapServers(), Map.of(), EventCodec.released());
  private final String run = BROKER.newRun();

  private ServiceContext context() {
    RunConfig config =
        ConfigLoader.load(Optional.empty(), Map.of(), List.of("run=" + run, "console.port=0"))
            .config();
    return new ServiceContext(
        config, kafka, new SimpleMeterRegistry(), Clock.systemUTC(), "console-1");
  }

  /** Writes many steps, and then a run of a minute. */
  private void fill() {
    try (Admin admin = kafka.admin()) {
      Topics.create(admin, new RunId(run), context().config().kafka());
    }
    Instant now = Instant.now();
    try (EventProducer producer = kafka.producer()) {
      for (int step = 1; step <= EARLY_STEPS; step++) {
        Instant at = now.minusSeconds(100).plusMillis(step);
        producer.send(
            new ProducerRecord<>(
                Topic.STEPS.of(run), run, DemoEvents.step(step, Stage.SFT, at).build()));
      }
      DemoFeed feed =
          new DemoFeed(
              5,
              now.minusSeconds(70),
              (topic, key, at, event) ->
                  producer.send(new ProducerRecord<>(topic.of(run), key, event)));
      feed.advance(now);
      producer.flush();
    }
  }

  /** What the page shows, without values that depend on the current time. */
  private record Shown(JsonNode run, JsonNode curves, JsonNode traces, JsonNode rest) {}

  private Shown shown(ConsoleService console) throws Exception {
    await().atMost(LIMIT).until(() -> console.status().ready());
    ObjectNode state = (ObjectNode) get(console, "").path("run");
    state.remove(List.of("now", "services", "bottleneck", "sampledTokensPerSecond"));
    state
        .path("stages")
        .forEach(
            stage ->
                ((ObjectNode) stage)
                    .remove(List.of("inPerSecond", "outPerSecond", "instances", "problem")));
    JsonNode traces = get(console, "/traces?limit=200");
    ObjectNode rest = JSON.createObjectNode();
    for (String path : List.of("/weights", "/deadletters", "/throughput")) {
      rest.set(path, get(console, path));
    }
    return new Shown(state, get(console, "/series"), traces, rest);
  }

  private JsonNode get(ConsoleService console, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(console.address().resolve("/api/runs/" + run + path))
            .timeout(LIMIT)
            .build();
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  private static double read(ServiceContext context) {
    return context.metrics().counter(ConsoleMetrics.RECORDS).count();
  }

  @Test
  void aRestartedConsoleReadsLittleAndShowsTheSame() throws Exception {
    // Given a console that has read a run from its beginning
    fill();
    ServiceContext first = context();
    Shown before;
    try (ConsoleService console = new ConsoleService(first)) {
      console.start();
      before = shown(console);
    }
    assertThat(before.run().path("totals").path("steps").asInt()).isGreaterThan(EARLY_STEPS + 200);

    // When another one starts
    ServiceContext second = context();
    try (ConsoleService console = new ConsoleService(second)) {
      console.start();

      // Then it shows the same and read none of the steps
      assertThat(shown(console)).isEqualTo(before);
      assertThat(read(second)).isLessThan(read(first) - EARLY_STEPS);
    }
  }

  @Test
  void withoutASnapshotThatItCanReadItWarnsAndReadsTheWholeLog() throws Exception {
    // Given a run whose only snapshot is of another version
    fill();
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of("bootstrap.servers", BROKER.bootstrapServers()),
            new StringSerializer(),
            new ByteArraySerializer())) {
      producer
          .send(new ProducerRecord<>(Topic.SNAPSHOTS.of(run), "console/0", new byte[] {1, 2, 3}))
          .get();
    }
    ListAppender<ILoggingEvent> logged = new ListAppender<>();
    logged.start();
    Logger logger = (Logger) LoggerFactory.getLogger(SnapshotLog.class);
    logger.addAppender(logged);

    // When a console starts
    try (ConsoleService console = new ConsoleService(context())) {
      console.start();
      Shown shown = shown(console);

      // Then it shows the whole run
      assertThat(shown.run().path("totals").path("steps").asInt()).isGreaterThan(EARLY_STEPS + 200);
    } finally {
      logger.detachAppender(logged);
    }

    // And it warns why it read the whole log
    assertThat(logged.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .anyMatch(
            line -> line.contains("console found no snapshot that it can use (1 can't be read)"));
  }
}
