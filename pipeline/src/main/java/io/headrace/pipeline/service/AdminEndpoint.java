package io.headrace.pipeline.service;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP endpoint of a process for health and metrics: {@code /livez}, {@code /readyz}, {@code
 * /metrics}. Owns its Vert.x instance.
 */
public final class AdminEndpoint implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AdminEndpoint.class);
  private static final String TEXT = "text/plain; charset=utf-8";

  private final Vertx vertx = Vertx.vertx();
  private final List<Service> services;
  private final Supplier<String> problem;
  private final PrometheusMeterRegistry metrics;
  private final HttpServer server;

  private AdminEndpoint(
      List<Service> services, Supplier<String> problem, PrometheusMeterRegistry metrics) {
    this.services = List.copyOf(services);
    this.problem = problem;
    this.metrics = metrics;
    this.server = vertx.createHttpServer().requestHandler(this::answer);
  }

  /**
   * Opens the endpoint.
   *
   * @param port TCP port; 0 selects a free one
   * @param problem what prevents the whole process from working, in one sentence, or empty; while
   *     it is not empty, the process is live and not ready
   * @throws HeadraceException PORT_TAKEN when the port can't be bound
   */
  public static AdminEndpoint open(
      String host,
      int port,
      List<Service> services,
      Supplier<String> problem,
      PrometheusMeterRegistry metrics) {
    AdminEndpoint endpoint = new AdminEndpoint(services, problem, metrics);
    try {
      var _ = endpoint.server.listen(port, host).await(10, TimeUnit.SECONDS);
      return endpoint;
    } catch (Exception e) {
      endpoint.close();
      throw new HeadraceException(
          ErrorCode.PORT_TAKEN,
          "[admin endpoint] %s:%d can't be listened on: %s; choose another port"
              .formatted(host, port, e.getMessage()),
          e);
    }
  }

  /** The port it listens on. */
  public int port() {
    return server.actualPort();
  }

  private void answer(HttpServerRequest request) {
    switch (request.path()) {
      case "/livez" -> health(request, ServiceStatus::live, "");
      case "/readyz" -> health(request, ServiceStatus::ready, problem.get());
      case "/metrics" -> request.response().putHeader("content-type", TEXT).end(metrics.scrape());
      default ->
          request
              .response()
              .setStatusCode(404)
              .putHeader("content-type", TEXT)
              .end("there is /livez, /readyz and /metrics\n");
    }
  }

  private void health(HttpServerRequest request, Predicate<ServiceStatus> check, String problem) {
    boolean all = problem.isEmpty() && services.stream().map(Service::status).allMatch(check);
    String body =
        services.stream().map(AdminEndpoint::line).collect(Collectors.joining())
            + (problem.isEmpty() ? "" : problem + "\n");
    request.response().setStatusCode(all ? 200 : 503).putHeader("content-type", TEXT).end(body);
  }

  private static String line(Service service) {
    ServiceStatus status = service.status();
    String problem = status.problem().isEmpty() ? "" : " " + status.problem();
    return service.name() + " " + status.state() + problem + "\n";
  }

  @Override
  public void close() {
    try {
      var _ = vertx.close().await(5, TimeUnit.SECONDS);
    } catch (Exception e) {
      LOG.warn("[admin endpoint] not closed: {}", e.getMessage());
    }
  }
}
