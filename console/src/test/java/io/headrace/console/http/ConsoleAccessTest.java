package io.headrace.console.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headrace.console.LiveRun;
import io.headrace.console.demo.DemoEvents;
import io.headrace.console.demo.MemoryLog;
import io.headrace.pipeline.config.ConsoleConfig;
import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.service.ServiceStatus;
import io.headrace.schemas.ServiceState;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Token, host and origin checks, and error answers. */
class ConsoleAccessTest {
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
  void rejectsCommandsOfAnotherOriginOrShape() throws Exception {
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
    assertThat(json("/api/runs/demo").path("run").path("asked").isNull()).isTrue();
  }

  /** Sends a request that the JDK's client does not allow. */
  private String raw(String requestLine, String host) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.address().getPort())) {
      socket.setSoTimeout(90_000);
      socket
          .getOutputStream()
          .write(
              (requestLine + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(untilClosed(socket), StandardCharsets.UTF_8);
    }
  }

  /**
   * Ignores a reset, with which a server may close a connection that it has not read completely.
   */
  private static byte[] untilClosed(Socket socket) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try {
      for (int read = socket.getInputStream().read();
          read >= 0;
          read = socket.getInputStream().read()) {
        answer.write(read);
      }
    } catch (SocketException reset) {
      return answer.toByteArray();
    }
    return answer.toByteArray();
  }

  @Test
  void turnsAwayAForeignHostName() throws IOException {
    // Given a foreign host name that resolves to loopback
    // When the run is requested under that name
    String answer = raw("GET /api/runs/demo", "evil.example");
    // Then the request is rejected
    assertThat(answer).startsWith("HTTP/1.1 421").contains("FOREIGN_HOST");
  }

  @Test
  void rejectsInvalidRequestsInOneSentence() throws Exception {
    // Given requests with malformed addresses, wrong methods, or too much data
    String host = "127.0.0.1";
    // When they are sent
    // Then each is answered with its status and a sentence, and the server keeps serving
    assertThat(raw("GET /%zz", host)).startsWith("HTTP/1.1 400").contains("is malformed");
    assertThat(raw("POST /js/app.js", host))
        .startsWith("HTTP/1.1 405")
        .contains("does not support the method");
    assertThat(raw("GET /api/runs/demo/traces?query=" + "x".repeat(20_000), host))
        .containsPattern("^HTTP/1.[01] 414 ")
        .contains("{\"error\":{\"code\":\"INVALID_INPUT\",\"message\":\"the address is too long");
    assertThat(raw("GET /", host + "\r\nX-Long: " + "x".repeat(20_000)))
        .containsPattern("^HTTP/1.[01] 431 ");
    assertThat(raw("GET /../../etc/passwd", host)).startsWith("HTTP/1.1 404").contains("NOT_FOUND");
    assertThat(raw("GET /%2e%2e/%2e%2e/etc/passwd", host)).startsWith("HTTP/1.1 404");
    assertThat(raw("GET /css/../js/app.js%00.css", host)).startsWith("HTTP/1.1 404");
    assertThat(send(command("{\"reason\":\"" + "x".repeat(20_000) + "\"}")).statusCode())
        .isEqualTo(413);
    JsonNode unknown = JSON.readTree(get(server.address().resolve("/nowhere")).body());
    assertThat(unknown.path("error").path("message").asText()).contains("the page is at /");
    assertThat(json("/api/runs/demo").path("run").path("run").asText()).isEqualTo(DemoEvents.RUN);
  }

  @Test
  void servesThePageUnderAStrictPolicy() throws Exception {
    // Given the server
    // When the page is requested
    HttpResponse<String> page = get(server.address());
    // Then the policy allows no inline code and no other origin
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "script-src 'self'", "style-src 'self'")
        .contains("frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(page.headers().firstValue("Referrer-Policy")).contains("same-origin");
    assertThat(get(server.address().resolve("/js/app.js")).statusCode()).isEqualTo(200);
    assertThat(get(server.address().resolve("/..%2fapplication.properties")).statusCode())
        .isEqualTo(404);
    assertThat(get(server.address().resolve("/vendor/README.md")).statusCode()).isEqualTo(404);
  }

  @Test
  void asksForTheTokenWhenThereIsOne() throws Exception {
    // Given a console with a token
    try (ConsoleServer guarded = start("127.0.0.1", 0, Optional.of("s3cret"))) {
      URI run = guarded.address().resolve("/api/runs/demo");
      // When requests are sent without a token, with a wrong one, with the right one, and with the
      // cookie
      HttpResponse<String> logIn = get(guarded.address().resolve("/?token=s3cret"));
      String cookie = logIn.headers().firstValue("Set-Cookie").orElseThrow();
      // Then only requests with the token or the cookie are answered
      assertThat(get(run).statusCode()).isEqualTo(401);
      assertThat(get(run).body()).contains("this console requires its token");
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
  void logsInByAFormOfItsOwnPageOnly() throws Exception {
    // Given a console with a token, and a browser without the cookie
    try (ConsoleServer guarded = start("127.0.0.1", 0, Optional.of("s3cret"))) {
      HttpResponse<String> page = get(guarded.address(), "Accept", "text/html");
      // When the form is sent with a wrong token, with the right one, and from another origin
      HttpResponse<String> wrong = send(logIn(guarded, "guess"));
      HttpResponse<String> right = send(logIn(guarded, "s3cret"));
      HttpResponse<String> foreign =
          send(logIn(guarded, "s3cret").header("Origin", "http://evil.example"));
      // Then only the right token from the own origin is accepted
      assertThat(page.statusCode()).isEqualTo(401);
      assertThat(page.body()).contains("action=\"/login\"", "role=\"alert\" hidden");
      assertThat(wrong.statusCode()).isEqualTo(401);
      assertThat(wrong.body()).contains("The token is wrong").doesNotContain("hidden");
      assertThat(right.statusCode()).isEqualTo(303);
      assertThat(right.headers().firstValue("Set-Cookie").orElseThrow())
          .containsIgnoringCase("HttpOnly");
      assertThat(foreign.statusCode()).isEqualTo(403);
      assertThat(get(guarded.address().resolve("/css/base.css")).statusCode()).isEqualTo(200);
      assertThat(get(guarded.address().resolve("/js/app.js")).statusCode()).isEqualTo(401);
      assertThat(get(guarded.address().resolve("/metrics")).statusCode()).isEqualTo(401);
      assertThat(get(guarded.address().resolve("/api/runs/demo/events")).statusCode())
          .isEqualTo(401);
    }
  }

  private static HttpRequest.Builder logIn(ConsoleServer guarded, String token) {
    return HttpRequest.newBuilder(guarded.address().resolve("/login"))
        .timeout(Duration.ofSeconds(90))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .header("Accept", "text/html")
        .POST(HttpRequest.BodyPublishers.ofString("token=" + token));
  }

  @Test
  void anAddressOpenToTheNetworkWithoutATokenIsRejected() {
    assertThatThrownBy(() -> start("0.0.0.0", 0, Optional.empty()))
        .isInstanceOfSatisfying(
            HeadraceException.class,
            problem -> assertThat(problem.code()).isEqualTo(ErrorCode.INVALID_CONFIG))
        .hasMessageContaining("console.token");
  }
}
