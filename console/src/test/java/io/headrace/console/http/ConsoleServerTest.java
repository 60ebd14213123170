package io.headrace.console.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headrace.console.LiveRun;
import io.headrace.console.demo.DemoEvents;
import io.headrace.console.demo.DemoFeed;
import io.headrace.console.demo.MemoryLog;
import io.headrace.pipeline.config.ConsoleConfig;
import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.service.ServiceStatus;
import io.headrace.schemas.ServiceState;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConsoleServerTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant NOW = START.plusSeconds(100);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(90)).build();
  private final LiveRun live = new LiveRun(DemoEvents.RUN, Clock.fixed(NOW, ZoneOffset.UTC));
  private final MemoryLog log = new MemoryLog(live);
  private final ConsoleServer server = start("127.0.0.1", 0, Optional.empty());

  private ConsoleServer start(String host, int port, Optional<String> token) {
    return ConsoleServer.start(
        new ConsoleConfig(host, port, token),
        new ConsoleServer.Parts(
            live,
            log,
            new Goals(0.35, 0.94, 0.85, 150, Duration.ofMinutes(5)),
            () ->
                new ServiceStatus(
                    ServiceState.RUNNING, OptionalLong.empty(), Map.of(), live.problem()),
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)));
  }

  @AfterEach
  void close() {
    server.close();
    client.close();
  }

  private void feed() {
    new DemoFeed(3, START, log).advance(NOW);
  }

  private HttpResponse<String> get(URI address, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(90));
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private JsonNode json(String path) throws Exception {
    HttpResponse<String> response = get(server.address().resolve(path));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  private HttpRequest.Builder command(String body) {
    return HttpRequest.newBuilder(server.address().resolve("/api/runs/demo/commands"))
        .timeout(Duration.ofSeconds(90))
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  @Test
  void answersWithStateBottleneckAndCurvesOfTheRun() throws Exception {
    // Given a run of 100 s
    feed();
    // When it is requested
    JsonNode run = json("/api/runs/demo").path("run");
    JsonNode series = json("/api/runs/demo/series");
    // Then the answers contain stage, pipeline stages, bottleneck and curves
    assertThat(run.path("stage").path("stage").asText()).isEqualTo("training");
    assertThat(run.path("stages")).hasSize(5);
    assertThat(run.path("bottleneck").path("sentence").asText()).endsWith(".");
    assertThat(series.path("steps").size()).isEqualTo(run.path("lastStep").path("step").asInt());
    assertThat(series.path("steps").get(0).path("values").path("LOSS").asDouble()).isPositive();
    assertThat(json("/api/runs/demo/weights").get(0).path("version").asLong()).isPositive();
  }

  @Test
  void listsTracesAndReadsAWholeOneFromTheLog() throws Exception {
    // Given a run and one of its wrong traces
    feed();
    JsonNode listed = json("/api/runs/demo/traces?outcome=wrong&limit=5").get(0);
    String id = listed.path("traceId").asText();
    // When it is requested
    JsonNode answer =
        json("/api/runs/demo/traces/" + URLEncoder.encode(id, StandardCharsets.UTF_8));
    // Then it has its tokens as text with a log-prob each, and its verdict
    JsonNode trace = answer.path("trace");
    assertThat(trace.path("traceId").asText()).isEqualTo(id);
    assertThat(trace.path("pieces").size())
        .isEqualTo(trace.path("logProbs").size())
        .isEqualTo(listed.path("tokens").asInt());
    assertThat(trace.path("pieces").get(0).asText()).isEqualTo("<");
    assertThat(answer.path("summary").path("verdicts").get(0).path("score").asDouble()).isZero();
  }

  @Test
  void namesAnUnknownTrace() throws Exception {
    // Given no trace
    // When one is requested
    HttpResponse<String> response = get(server.address().resolve("/api/runs/demo/traces/none%230"));
    // Then the answer names it
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body())
        .contains("[trace=none#0] the console's lists do not contain this trace");
  }

  @Test
  void rejectsAnUnknownFilter() throws Exception {
    assertThat(get(server.address().resolve("/api/runs/demo/traces?outcome=good")).statusCode())
        .isEqualTo(400);
    assertThat(get(server.address().resolve("/api/runs/demo/traces?limit=0")).statusCode())
        .isEqualTo(400);
  }

  @Test
  void writesACommand() throws Exception {
    // Given a run
    // When the page sends a pause command
    HttpResponse<String> response = send(command("{\"command\":\"pause\",\"reason\":\"look\"}"));
    // Then the command is in the log
    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(json("/api/runs/demo").path("run").path("paused").asBoolean()).isTrue();
  }

  @Test
  void pagesThroughTheTraces() throws Exception {
    // Given more traces than a page
    feed();
    JsonNode first = json("/api/runs/demo/traces?limit=50");
    String last = URLEncoder.encode(first.get(49).path("traceId").asText(), StandardCharsets.UTF_8);
    // When the traces before the last one are requested
    JsonNode second = json("/api/runs/demo/traces?limit=50&before=" + last);
    // Then they continue after the first page
    JsonNode both = json("/api/runs/demo/traces?limit=100");
    assertThat(second).hasSize(50);
    assertThat(second.get(0)).isEqualTo(both.get(50));
    assertThat(second.get(49)).isEqualTo(both.get(99));
    assertThat(json("/api/runs/demo/traces?before=none")).isEmpty();
  }

  @Test
  void fetchesTracesFromTheRunsTracesOnly() throws Exception {
    // Given a run with traces
    feed();
    JsonNode listed = json("/api/runs/demo/traces?limit=1").get(0);
    // When another topic is given as the position
    HttpResponse<String> response =
        get(
            server
                .address()
                .resolve("/api/runs/demo/traces/forgotten%230?at=__consumer_offsets:0:0"));
    // Then no record of that topic is read
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(listed.path("position").asText()).startsWith("demo.traces:");
    assertThat(log.readPositions()).isEmpty();
  }

  @Test
  void answersWithTheProblemOfTheConsole() throws Exception {
    // Given a console that can't reach its broker
    live.setProblem("the broker is unreachable");
    // When the run is requested
    // Then the answer contains the problem
    assertThat(json("/api/runs/demo").path("problem").asText())
        .isEqualTo("the broker is unreachable");
  }

  @Test
  void reportsAPortThatIsInUse() {
    int taken = server.address().getPort();
    assertThatThrownBy(() -> start("127.0.0.1", taken, Optional.empty()))
        .isInstanceOfSatisfying(
            HeadraceException.class,
            problem -> assertThat(problem.code()).isEqualTo(ErrorCode.PORT_TAKEN))
        .hasMessageContaining("console.port");
  }

  @Test
  void resumesTheEventsOfAPage() throws Exception {
    // Given a run, and the position of an event
    feed();
    // When a page reconnects with it as Last-Event-ID
    HttpResponse<InputStream> stream =
        client.send(
            HttpRequest.newBuilder(server.address().resolve("/api/runs/demo/events"))
                .header("Last-Event-ID", lastPosition())
                .build(),
            HttpResponse.BodyHandlers.ofInputStream());
    // Then the server resumes after it
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
      assertThat(stream.headers().firstValue("Content-Type")).contains("text/event-stream");
      assertThat(lines.readLine()).isEqualTo("event: hello");
      assertThat(lines.readLine()).startsWith("data: {\"resumed\":true");
    }
  }

  private String lastPosition() throws Exception {
    return json("/api/runs/demo/traces?limit=1").get(0).path("position").asText();
  }

  @Test
  void listsTheRunsOnTheBrokerWithTheStateOfTheOneItFollows() throws Exception {
    // Given a run that this console follows, beside another
    feed();
    // When the runs are listed
    JsonNode answer = json("/api/runs");
    // Then the followed one has stage, step and time, the other only its name
    assertThat(answer.path("problem").asText()).isEmpty();
    JsonNode other = answer.path("runs").get(0);
    assertThat(other.path("run").asText()).isEqualTo("another");
    assertThat(other.path("followed").asBoolean()).isFalse();
    assertThat(other.path("step").isNull()).isTrue();
    assertThat(other.path("updatedAt").isNull()).isTrue();
    JsonNode followed = answer.path("runs").get(1);
    assertThat(followed.path("run").asText()).isEqualTo(DemoEvents.RUN);
    assertThat(followed.path("followed").asBoolean()).isTrue();
    assertThat(followed.path("stage").path("stage").asText()).isEqualTo("training");
    assertThat(followed.path("end").isNull()).isTrue();
    assertThat(followed.path("step").asLong()).isPositive();
    assertThat(followed.path("updatedAt").asLong()).isPositive();
  }

  @Test
  void answersNothingOfARunThatItDoesNotFollow() throws Exception {
    for (String path : List.of("", "/traces", "/events", "/none")) {
      HttpResponse<String> response = get(server.address().resolve("/api/runs/another" + path));
      assertThat(response.statusCode()).isEqualTo(404);
      assertThat(response.body())
          .contains("RUN_NOT_FOLLOWED", "[run=another] this console follows run demo");
    }
    assertThat(get(server.address().resolve("/api/runs/demo/none")).body()).contains("NOT_FOUND");
    assertThat(get(server.address().resolve("/api/none")).statusCode()).isEqualTo(404);
  }

  @Test
  void redirectsTheAddressesOfEarlierVersionsToTheRun() throws Exception {
    redirected("/api/run", "/api/runs/demo");
    for (String path :
        List.of("configuration", "series", "throughput", "weights", "deadletters", "groups/g")) {
      redirected("/api/" + path, "/api/runs/demo/" + path);
    }
    redirected("/events", "/api/runs/demo/events");
    redirected(
        "/api/traces/a%230?at=demo.traces:0:1", "/api/runs/demo/traces/a%230?at=demo.traces:0:1");
    // And a command keeps its method and body
    HttpClient follows =
        HttpClient.newBuilder().followRedirects(HttpClient.Redirect.ALWAYS).build();
    HttpRequest pause =
        HttpRequest.newBuilder(server.address().resolve("/api/commands"))
            .timeout(Duration.ofSeconds(90))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"command\":\"pause\"}"))
            .build();
    try (follows) {
      assertThat(follows.send(pause, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(202);
    }
    assertThat(json("/api/runs/demo").path("run").path("paused").asBoolean()).isTrue();
  }

  private void redirected(String from, String to) throws Exception {
    HttpResponse<String> response = get(server.address().resolve(from));
    assertThat(response.statusCode()).isEqualTo(308);
    assertThat(response.headers().firstValue("Location")).contains(to);
  }

  @Test
  void answersHealthAndMetrics() throws Exception {
    assertThat(get(server.address().resolve("/livez")).body()).isEqualTo("ok\n");
    assertThat(get(server.address().resolve("/readyz")).statusCode()).isEqualTo(200);
    assertThat(get(server.address().resolve("/metrics")).body())
        .contains("headrace_console_listeners");
  }
}
