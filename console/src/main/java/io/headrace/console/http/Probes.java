package io.headrace.console.http;

import io.headrace.pipeline.service.ServiceStatus;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;

/** Health endpoints for orchestrators, metrics for Prometheus. */
final class Probes {
  private final Supplier<ServiceStatus> status;
  private final MeterRegistry metrics;

  Probes(Supplier<ServiceStatus> status, MeterRegistry metrics) {
    this.status = status;
    this.metrics = metrics;
  }

  /** Adds the health endpoints, which contain nothing about the run and need no token. */
  void mountHealth(Router router) {
    router.get("/livez").handler(request -> health(request, status.get().live()));
    router.get("/readyz").handler(request -> health(request, status.get().ready()));
  }

  void mountMetrics(Router router) {
    router.get("/metrics").handler(this::scrape);
  }

  private void health(RoutingContext request, boolean healthy) {
    ServiceStatus now = status.get();
    String reason = now.problem().isEmpty() ? now.state().name() : now.problem();
    request
        .response()
        .setStatusCode(healthy ? 200 : 503)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
        .end((healthy ? "ok" : reason) + "\n");
  }

  private void scrape(RoutingContext request) {
    if (metrics instanceof PrometheusMeterRegistry prometheus) {
      request
          .response()
          .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")
          .end(prometheus.scrape());
    } else {
      ErrorAnswer.notFound(request, "this process has no Prometheus registry");
    }
  }
}
