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
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
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
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConsoleServerTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant NOW = START.plusSeconds(100);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
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
            () -> ServiceStatus.of(ServiceState.RUNNING),
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
    HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(10));
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
    return HttpRequest.newBuilder(server.address().resolve("/api/commands"))
        .timeout(Duration.ofSeconds(10))
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  @Test
  void answersWithTheRunItsCurvesAndItsLimit() throws Exception {
    // Given a run of 100 s
    feed();
    // When it is asked for
    JsonNode run = json("/api/run").path("run");
    JsonNode series = json("/api/series");
    // Then phase, stages, the limit in words and curves are there
    assertThat(run.path("phase").asText()).isEqualTo("TRAINING");
    assertThat(run.path("stages")).hasSize(5);
    assertThat(run.path("bottleneck").path("sentence").asText()).endsWith(".");
    assertThat(series.path("steps").size()).isEqualTo(run.path("lastStep").path("step").asInt());
    assertThat(series.path("steps").get(0).path("values").path("LOSS").asDouble()).isPositive();
    assertThat(json("/api/weights").get(0).path("version").asLong()).isPositive();
  }

  @Test
  void findsTracesAndFetchesAWholeOneFromTheLog() throws Exception {
    // Given a run and one of its wrong traces
    feed();
    JsonNode listed = json("/api/traces?outcome=wrong&limit=5").get(0);
    String id = listed.path("traceId").asText();
    // When it is fetched
    JsonNode answer = json("/api/traces/" + URLEncoder.encode(id, StandardCharsets.UTF_8));
    // Then it has its tokens as text with a log-prob each, its verdict and its siblings
    JsonNode trace = answer.path("trace");
    assertThat(trace.path("traceId").asText()).isEqualTo(id);
    assertThat(trace.path("pieces").size())
        .isEqualTo(trace.path("logProbs").size())
        .isEqualTo(listed.path("tokens").asInt());
    assertThat(trace.path("pieces").get(0).asText()).isEqualTo("<");
    assertThat(answer.path("summary").path("verdicts").get(0).path("score").asDouble()).isZero();
  }

  @Test
  void saysWhichTraceItDoesNotKnow() throws Exception {
    // Given no trace
    // When one is asked for
    HttpResponse<String> response = get(server.address().resolve("/api/traces/none%230"));
    // Then the answer names it
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body()).contains("[trace=none#0] the console knows no such trace");
  }

  @Test
  void refusesAFilterItDoesNotKnow() throws Exception {
    assertThat(get(server.address().resolve("/api/traces?outcome=good")).statusCode())
        .isEqualTo(400);
    assertThat(get(server.address().resolve("/api/traces?limit=0")).statusCode()).isEqualTo(400);
  }

  @Test
  void takesCommandsFromItsOwnPage() throws Exception {
    // Given a run
    // When the page asks for a pause
    HttpResponse<String> response = send(command("{\"command\":\"pause\",\"reason\":\"look\"}"));
    // Then the command is on the log
    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(json("/api/run").path("run").path("paused").asBoolean()).isTrue();
  }

  @Test
  void refusesCommandsOfAnotherOriginOrShape() throws Exception {
    assertThat(
            send(command("{\"command\":\"stop\"}").header("Origin", "http://evil.example"))
                .statusCode())
        .isEqualTo(403);
    assertThat(
            send(command("{\"command\":\"stop\"}").header("Sec-Fetch-Site", "cross-site"))
                .statusCode())
        .isEqualTo(403);
    assertThat(send(command("{\"command\":\"explode\"}")).statusCode()).isEqualTo(400);
    assertThat(send(command("not json")).statusCode()).isEqualTo(400);
    assertThat(
            send(command("{\"command\":\"stop\"}").setHeader("Content-Type", "text/plain"))
                .statusCode())
        .isEqualTo(415);
    assertThat(json("/api/run").path("run").path("asked").isNull()).isTrue();
  }

  @Test
  void turnsAwayAForeignHostName() throws IOException {
    // Given a request that a rebound name brought to loopback; the JDK's client can't send one
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.address().getPort())) {
      socket.setSoTimeout(10_000);
      // When it asks for the run
      socket
          .getOutputStream()
          .write(
              "GET /api/run HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      // Then it is turned away
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 421").contains("FOREIGN_HOST");
    }
  }

  @Test
  void servesThePageUnderAStrictPolicy() throws Exception {
    // Given the server
    // When the page is asked for
    HttpResponse<String> page = get(server.address());
    // Then nothing inline and nothing from elsewhere may run
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "script-src 'self'", "style-src 'self'")
        .doesNotContain("unsafe");
    assertThat(get(server.address().resolve("/js/app.js")).statusCode()).isEqualTo(200);
    assertThat(get(server.address().resolve("/..%2fapplication.properties")).statusCode())
        .isEqualTo(404);
    assertThat(get(server.address().resolve("/vendor/README.md")).statusCode()).isEqualTo(404);
  }

  @Test
  void asksForTheTokenWhenThereIsOne() throws Exception {
    // Given a console with a token
    try (ConsoleServer guarded = start("127.0.0.1", 0, Optional.of("s3cret"))) {
      URI run = guarded.address().resolve("/api/run");
      // When it is asked without, with a wrong one, with the right one, and by cookie after log-in
      HttpResponse<String> logIn = get(guarded.address().resolve("/?token=s3cret"));
      String cookie = logIn.headers().firstValue("Set-Cookie").orElseThrow();
      // Then only those who know it are let in
      assertThat(get(run).statusCode()).isEqualTo(401);
      assertThat(get(run).body()).contains("this console asks for its token");
      assertThat(get(run, "Authorization", "Bearer wrong").statusCode()).isEqualTo(401);
      assertThat(get(run, "Authorization", "Bearer s3cret").statusCode()).isEqualTo(200);
      assertThat(logIn.statusCode()).isEqualTo(303);
      assertThat(cookie)
          .containsIgnoringCase("HttpOnly")
          .contains("SameSite=Strict")
          .doesNotContain("s3cret");
      assertThat(get(run, "Cookie", cookie.substring(0, cookie.indexOf(';'))).statusCode())
          .isEqualTo(200);
      assertThat(get(guarded.address().resolve("/?token=wrong")).statusCode()).isEqualTo(401);
      assertThat(get(guarded.address().resolve("/readyz")).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void refusesToListenWiderWithoutAToken() {
    assertThatThrownBy(() -> start("0.0.0.0", 0, Optional.empty()))
        .isInstanceOfSatisfying(
            HeadraceException.class,
            problem -> assertThat(problem.code()).isEqualTo(ErrorCode.INVALID_CONFIG))
        .hasMessageContaining("console.token");
  }

  @Test
  void saysThatThePortIsTaken() {
    int taken = server.address().getPort();
    assertThatThrownBy(() -> start("127.0.0.1", taken, Optional.empty()))
        .isInstanceOfSatisfying(
            HeadraceException.class,
            problem -> assertThat(problem.code()).isEqualTo(ErrorCode.PORT_TAKEN))
        .hasMessageContaining("console.port");
  }

  @Test
  void tellsAPageWhatItMissedByItsLastEvent() throws Exception {
    // Given a run, and the position of its first step
    feed();
    // When a page comes back that saw it
    HttpResponse<InputStream> stream =
        client.send(
            HttpRequest.newBuilder(server.address().resolve("/events"))
                .header("Last-Event-ID", lastPosition())
                .build(),
            HttpResponse.BodyHandlers.ofInputStream());
    // Then the server goes on from there
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
      assertThat(stream.headers().firstValue("Content-Type")).contains("text/event-stream");
      assertThat(lines.readLine()).isEqualTo("event: hello");
      assertThat(lines.readLine()).startsWith("data: {\"resumed\":true");
    }
  }

  private String lastPosition() throws Exception {
    return json("/api/traces?limit=1").get(0).path("position").asText();
  }

  @Test
  void tellsItsHealthAndFigures() throws Exception {
    assertThat(get(server.address().resolve("/livez")).body()).isEqualTo("ok\n");
    assertThat(get(server.address().resolve("/readyz")).statusCode()).isEqualTo(200);
    assertThat(get(server.address().resolve("/metrics")).body())
        .contains("headrace_console_listeners");
  }
}
