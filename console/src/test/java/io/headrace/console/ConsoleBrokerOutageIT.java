package io.headrace.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headrace.console.demo.DemoEvents;
import io.headrace.pipeline.config.ConfigLoader;
import io.headrace.pipeline.config.RunConfig;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.id.RunId;
import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.pipeline.kafka.Topics;
import io.headrace.pipeline.service.ServiceContext;
import io.headrace.testkit.TestBroker;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ConsoleBrokerOutageIT {
  @RegisterExtension static final TestBroker BROKER = TestBroker.own(UnaryOperator.identity());

  private static final Duration LIMIT = Duration.ofSeconds(150);

  private final HttpClient client = HttpClient.newHttpClient();

  private static ServiceContext context(KafkaClients kafka) {
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

  @Test
  void reportsAnUnreachableBrokerUntilItAnswers() throws Exception {
    // Given a console that follows a run
    KafkaClients kafka =
        new KafkaClients(BROKER.bootstrapServers(), Map.of(), EventCodec.released());
    ServiceContext context = context(kafka);
    try (Admin admin = kafka.admin()) {
      Topics.create(admin, new RunId(DemoEvents.RUN), context.config().kafka());
    }
    try (ConsoleService console = new ConsoleService(context)) {
      console.start();
      await().atMost(LIMIT).until(() -> console.status().ready());
      // When the broker is stopped
      BROKER.stop();
      await().atMost(LIMIT).until(() -> !console.status().problem().isEmpty());
      // Then the API reports it, and a trace request is answered as retriable
      await()
          .atMost(LIMIT)
          .untilAsserted(
              () ->
                  assertThat(get(console, "/api/runs/demo").body())
                      .contains("has not answered the console since"));
      HttpResponse<String> trace = get(console, "/api/runs/demo/traces/old%230?at=demo.traces:0:0");
      assertThat(trace.statusCode()).isEqualTo(503);
      assertThat(trace.body()).contains("UNREACHABLE_BROKER");
      // And the console resumes when the broker is started again
      BROKER.restart();
      await().atMost(LIMIT).until(() -> console.status().ready());
    }
  }

  private HttpResponse<String> get(ConsoleService console, String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(console.address().resolve(path)).timeout(LIMIT).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
